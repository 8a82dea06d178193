"""Routes of the app dashboards."""

from bacha.policy.route import MEMBER, PUBLIC, Route

ROUTES: dict[str, Route] = {
    "dashboards:overview": Route(MEMBER),
    "dashboards:unit": Route(MEMBER),
    "dashboards:chart-json": Route(MEMBER),
    "dashboards:chart-csv": Route(MEMBER),
    "dashboards:chart-xlsx": Route(MEMBER),
    "dashboards:indicator": Route(MEMBER),
    "dashboards:filings": Route(MEMBER),
    "dashboards:filings-unit": Route(MEMBER),
    "dashboards:handling": Route(MEMBER),
    "dashboards:without-filings": Route(MEMBER, scope="visible_to; yes or no for units of the district"),
    "dashboards:channels": Route(MEMBER),
    "dashboards:audit": Route("audit", scope="changes in audited units"),
    "dashboards:audit-event": Route("audit", scope="changes in audited units"),
    "dashboards:styleguide": Route(MEMBER, scope="none"),
    "dashboards:healthz": Route(PUBLIC, scope="none"),
}
