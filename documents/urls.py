"""Addresses of the document register."""

from django.urls import path

from common.views import register_urls
from documents.views import detail, entry, handling, listing, printing

app_name = "documents"

urlpatterns = [
    path("documents/print/", printing.BookPrint.as_view(), name="document-print"),
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
    ),
]
