"""Addresses of the document register."""

from django.urls import path

from common.views import register_urls
from documents.views import attachments, detail, entry, handling, listing, signatures

app_name = "documents"

urlpatterns = [
    path("documents/incoming/new/", entry.IncomingCreate.as_view(), name="document-create-incoming"),
    path("documents/outgoing/new/", entry.OutgoingCreate.as_view(), name="document-create-outgoing"),
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
