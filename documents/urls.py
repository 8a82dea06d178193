"""Addresses of the document register."""

from django.urls import path

from common.views import register_urls
from documents.views import deadlines, detail, entry, handling, handling_many, listing, work

app_name = "documents"

urlpatterns = [
    path("documents/incoming/new/", entry.IncomingCreate.as_view(), name="document-create-incoming"),
    path("documents/outgoing/new/", entry.OutgoingCreate.as_view(), name="document-create-outgoing"),
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
    ),
]
