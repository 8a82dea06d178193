"""Addresses of the document register."""

from django.urls import path

from common.views import register_urls
from documents.views import attachments, detail, entry, handling, hints, listing, reservations, signatures

app_name = "documents"

urlpatterns = [
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
    *register_urls(
        "documents",
        name="document",
        list=listing.DocumentList,
        lookup=listing.DocumentLookup,
        detail=detail.DocumentDetail,
        edit=entry.DocumentEdit,
        finish=handling.DocumentFinish,
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
