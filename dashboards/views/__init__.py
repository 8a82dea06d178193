"""Pages for leaders and auditors."""

from dashboards.views.audit import Audit, AuditEventPage
from dashboards.views.channels import Channels
from dashboards.views.demand import WithoutFilingsPage
from dashboards.views.filings import UnitFilings
from dashboards.views.handling import HandlingByUnit
from dashboards.views.health import healthz
from dashboards.views.indicator import IndicatorPage
from dashboards.views.overview import Overview, UnitPage
from dashboards.views.series import chart_file, chart_json
from dashboards.views.styleguide import StyleGuide

__all__ = [
    "Audit",
    "AuditEventPage",
    "Channels",
    "HandlingByUnit",
    "IndicatorPage",
    "Overview",
    "StyleGuide",
    "UnitFilings",
    "UnitPage",
    "WithoutFilingsPage",
    "chart_file",
    "chart_json",
    "healthz",
]
