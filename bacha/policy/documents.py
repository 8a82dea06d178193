"""Routes of the app documents."""

from bacha.policy.route import MEMBER, Route

ROUTES: dict[str, Route] = {
    "documents:document-list": Route(MEMBER),
    "documents:document-detail": Route(MEMBER),
    "documents:document-history": Route(MEMBER),
    "documents:document-lookup": Route(MEMBER),
    "documents:document-print": Route(MEMBER, scope="units that the person sees"),
    "documents:document-create-incoming": Route("registers", scope="units that the person may write in"),
    "documents:document-create-outgoing": Route("registers", scope="units that the person may write in"),
    "documents:document-edit": Route("registers"),
    "documents:document-finish": Route("registers"),
    "documents:document-cancel": Route("registers"),
    "documents:document-reinstate": Route("registers"),
}
