"""Addresses of the document register."""

from django.urls import path

from common.views import register_urls
from documents.views import (
    attachments,
    deadlines,
    detail,
    entry,
    handling,
    handling_many,
    hints,
    listing,
    printing,
    reservations,
    signatures,
    work,
)  # fmt: skip

app_name = "documents"

urlpatterns = [
    path("documents/print/", printing.BookPrint.as_view(), name="document-print"),
    path("documents/incoming/new/", entry.IncomingCreate.as_view(), name="document-create-incoming"),
    path("documents/outgoing/new/", entry.OutgoingCreate.as_view(), name="document-create-outgoing"),
    path("documents/complete/", hints.Completion.as_view(), name="document-complete"),
    path("documents/doubles/", hints.Doubles.as_view(), name="document-doubles"),
    *register_urls(
        "documents/reservations",
        name="reservation",
        list=reservations.ReservationList,
        create=reservations.ReservationCreate,
        detail=reservations.ReservationDetail,
        fill=reservations.ReservationFill,
        release=reservations.ReservationRelease,
        history=reservations.ReservationHistory,
    ),
    path("documents/handling/assign/", handling_many.AssignTogether.as_view(), name="handling-assign"),
    path("documents/handling/finish/", handling_many.FinishTogether.as_view(), name="handling-finish"),
    path("documents/handlers/lookup/", handling_many.HandlerLookup.as_view(), name="handler-lookup"),
    *register_urls("documents/handling", name="handling", list=work.WorkList),
    *register_urls(
        "documents/deadlines",
        name="deadline",
        list=deadlines.RuleList,
        create=deadlines.RuleCreate,
        detail=deadlines.RuleDetail,
        edit=deadlines.RuleEdit,
        delete=deadlines.RuleDelete,
        history=deadlines.RuleHistory,
    ),
    *register_urls(
        "documents",
        name="document",
        list=listing.DocumentList,
        lookup=listing.DocumentLookup,
        detail=detail.DocumentDetail,
        edit=entry.DocumentEdit,
        assign=handling.DocumentAssign,
        finish=handling.DocumentFinish,
        reopen=handling.DocumentReopen,
        cancel=entry.DocumentCancel,
        reinstate=entry.DocumentReinstate,
        history=detail.DocumentHistory,
        attach=attachments.DocumentAttach,
        check=signatures.SignatureCheckAgain,
    ),
    *register_urls(
        "documents/files",
        name="attachment",
        download=attachments.AttachmentDownload,
        replace=attachments.AttachmentReplace,
        withdraw=attachments.AttachmentWithdraw,
    ),
]
