"""Addresses of the document register."""

from django.urls import path

from common.views import register_urls
from documents import views

app_name = "documents"

urlpatterns = [
    path("documents/incoming/new/", views.IncomingCreate.as_view(), name="document-create-incoming"),
    path("documents/outgoing/new/", views.OutgoingCreate.as_view(), name="document-create-outgoing"),
    *register_urls(
        "documents",
        name="document",
        list=views.DocumentList,
        lookup=views.DocumentLookup,
        detail=views.DocumentDetail,
        edit=views.DocumentEdit,
        finish=views.DocumentFinish,
        cancel=views.DocumentCancel,
        reinstate=views.DocumentReinstate,
        history=views.DocumentHistory,
    ),
]
