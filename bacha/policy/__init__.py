"""The one table of who may reach which route; a route that is not in it fails the build and answers 404.

Object scope is not decided here: every view reads through `visible_to(user)`. `scope` names that rule for the reader
and for the tests that drive every route as every role.
"""

from bacha.policy import accounts, api, common, communes, dashboards, documents, imports, indicators, procedures
from bacha.policy.route import Route

ROUTES: dict[str, Route] = {
    **accounts.ROUTES,
    **api.ROUTES,
    **common.ROUTES,
    **communes.ROUTES,
    **dashboards.ROUTES,
    **documents.ROUTES,
    **imports.ROUTES,
    **indicators.ROUTES,
    **procedures.ROUTES,
}

# The admin's own routes; those of a model are made by its ActionAdmin, which asks the same scope (design.md 11).
ADMIN = Route("staff", scope="visible_to through ActionAdmin")


def route_for(view_name: str) -> Route | None:
    """The policy of a route by its full name, None when it is not listed."""
    if view_name.startswith("admin:"):
        return ADMIN
    return ROUTES.get(view_name)
