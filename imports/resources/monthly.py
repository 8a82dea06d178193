"""Declared values of measures, month by month."""

from django.utils.translation import gettext_lazy as _

from imports.columns import Column
from imports.resources.registers import RegisterResource
from indicators.intake import DECLARED
from indicators.models import Blank, DeclaredValue, Measure


def _measures() -> list[tuple[str, str]]:
    return [(measure.key, str(measure)) for measure in Measure.objects.filter(in_report=True)]


class MonthlyResource(RegisterResource):
    """A row is the value of a measure in a unit and a month."""

    key = "monthly"
    title = _("Monthly values")
    about = _(
        "One row for each unit, measure and month. A value counts once it is approved; what the register says itself "
        "need not be declared."
    )
    list_route = "indicators:declared-list"
    models = (DeclaredValue,)
    intake = DECLARED
    columns = (
        Column("month", _("Month"), "month", ("thang", "ky bao cao", "thang bao cao"), required=True, key=True),
        Column("unit", _("Unit"), "unit", ("don vi", "ten don vi"), key=True),
        Column("measure", _("Measure"), "choice", ("chi tieu", "ten chi tieu", "noi dung"), required=True,
               choices=_measures, key=True),
        Column("value", _("Value"), "number", ("so lieu", "gia tri", "ket qua", "so luong")),
        Column("blank", _("Reason for no value"), "choice", ("ly do khong co so lieu",), choices=Blank.choices),
        Column("reason", _("Reason for differing from the register"), "text",
               ("ly do khac so lieu", "giai trinh", "ghi chu"), longest=500),
    )  # fmt: skip
