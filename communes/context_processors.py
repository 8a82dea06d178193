"""What the frame of every page says about the person and where to go."""

from django.urls import reverse
from django.utils.translation import gettext as _

from communes.models import Role
from communes.scope import scope_of


def person(request):
    """`person` (name, role, unit) and `nav` (label, url, active, children) for somebody logged in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"person": None, "nav": []}
    scope = scope_of(user)
    unit = scope.home_unit
    role = Role.ADMINISTRATOR if scope.is_administrator else next(iter(scope.roles), "")
    return {
        "person": {
            "name": str(user),
            "role": str(Role(role).label) if role else "",
            "unit": unit.title if unit else "",
        },
        "nav": _navigation(_place(request), scope, user),
    }


def _place(request) -> str:
    """The address for the menu: the pages of a unit and of an indicator belong to the overview."""
    match = request.resolver_match
    return "/" if match and match.view_name in {"dashboards:unit", "dashboards:indicator"} else request.path


def _entries(scope, user) -> list[tuple]:
    """(label, address, [(label, address) beneath])."""
    return [
        (_("Overview"), reverse("dashboards:overview"), []),
        (
            _("Documents – procedures"),
            reverse("documents:document-list"),
            [
                (_("Documents"), reverse("documents:document-list")),
                (_("Follow-up of handling"), reverse("documents:handling-list")),
                (_("Procedures"), reverse("services:procedure-list")),
                (_("Without online filings"), reverse("dashboards:without-filings")),
                (_("Filings"), reverse("services:filing-list")),
                (_("State of filings"), reverse("dashboards:filings")),
                (_("Channels of filings"), reverse("dashboards:channels")),
                (_("Reasons of channels"), reverse("services:reason-list")),
                (_("Treasury"), reverse("services:treasury-list")),
                (_("Monthly counts"), reverse("services:activity-list")),
                (_("Monthly values"), reverse("indicators:declared-list")),
                (_("Online meetings"), reverse("services:meeting-list")),
            ],
        ),
        (
            _("Infrastructure – people"),
            reverse("communes:equipment-list"),
            [
                (_("Equipment"), reverse("communes:equipment-list")),
                (_("Staff"), reverse("communes:staff-list")),
                (_("Connections"), reverse("communes:connection-list")),
                (_("Villages"), reverse("communes:village-list")),
                (_("Software"), reverse("communes:software-list")),
                (_("Follow-ups"), reverse("communes:follow-up-list")),
                (_("Stock-takes"), reverse("communes:stocktake-list")),
                (_("Monthly confirmation"), reverse("communes:confirmation-list")),
            ],
        ),
        (_("Administration"), reverse("communes:unit-list"), _administration(scope, user)),
    ]


def _navigation(path: str, scope, user) -> list[tuple]:
    entries = _entries(scope, user)
    targets = [target for _label, url, children in entries for target in (url, *(each for _name, each in children))]
    # "/equipment/stock-takes/" lies below "/equipment/", and is an entry of its own.
    here = max((target for target in targets if _is_active(path, target)), key=len, default=None)
    return [
        (
            label,
            url,
            here is not None and here in (url, *(target for _name, target in children)),
            [(name, target, target == here) for name, target in children],
        )
        for label, url, children in entries
    ]


def _administration(scope, user) -> list[tuple]:
    children = [
        (_("Units"), reverse("communes:unit-list")),
        (_("Holidays"), reverse("services:holiday-list")),
        (_("Background work"), reverse("jobs:job-list")),
    ]
    if scope.may("registers") or scope.may("catalogue"):
        children.insert(0, (_("Imports"), reverse("imports:import-list")))
    if scope.may("units"):
        children.append((_("Reorganisations"), reverse("communes:reorganisation-list")))
    if scope.may("audit"):
        children.append((_("Audit trail"), reverse("dashboards:audit")))
    if user.is_staff or user.is_superuser:
        children.append((_("Admin site"), reverse("admin:index")))
    return children


def _is_active(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
