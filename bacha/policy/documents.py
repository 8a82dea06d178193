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
    "documents:document-complete": Route("registers", scope="units that the person may write in"),
    "documents:document-doubles": Route("registers", scope="units that the person may write in"),
    "documents:document-edit": Route("registers"),
    "documents:document-assign": Route("registers"),
    "documents:document-finish": Route("registers"),
    "documents:document-reopen": Route("registers"),
    "documents:document-cancel": Route("registers"),
    "documents:document-reinstate": Route("registers"),
    "documents:reservation-list": Route(MEMBER),
    "documents:reservation-detail": Route(MEMBER),
    "documents:reservation-history": Route(MEMBER),
    "documents:reservation-create": Route("registers", scope="units that the person may write in"),
    "documents:reservation-fill": Route("registers"),
    "documents:reservation-release": Route("registers"),
    "documents:document-attach": Route("registers"),
    "documents:document-check": Route("registers"),
    "documents:attachment-download": Route(MEMBER),
    "documents:attachment-replace": Route("registers"),
    "documents:attachment-withdraw": Route("registers"),
    "documents:handling-list": Route(MEMBER),
    "documents:handling-assign": Route("registers"),
    "documents:handling-finish": Route("registers"),
    "documents:handler-lookup": Route(MEMBER),
    **{f"documents:deadline-{verb}": Route(MEMBER) for verb in ("list", "detail", "history")},
    # Officials and heads for their own unit, reviewers for all; the pages ask which.
    **{f"documents:deadline-{verb}": Route("answer or catalogue") for verb in ("create", "edit", "delete")},
}
