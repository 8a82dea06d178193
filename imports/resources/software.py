"""The uses of programmes."""

from django.utils.translation import gettext_lazy as _

from communes.intake.software import SOFTWARE_USES
from communes.models import SoftwareUse
from communes.tables.software import SoftwareUseTable
from imports.columns import Column
from imports.resources.registers import RegisterResource, column


def _column(name: str, kind: str, *headings: str, **options) -> Column:
    return column(SoftwareUseTable, name, kind, *headings, **options)


class SoftwareUseResource(RegisterResource):
    """A row is the use of a programme in a unit."""

    key = "software"
    title = _("Use of software")
    about = _("One row for each programme and unit. The programme is in the catalogue of software already.")
    list_route = "communes:software-use-list"
    # Reviewers too: they keep the catalogue and say what is required.
    capability = SOFTWARE_USES.capability
    models = (SoftwareUse,)
    intake = SOFTWARE_USES
    columns = (
        _column("software", "text", "phan mem", "ten phan mem", "chuong trinh", longest=200, key=True),
        _column("unit", "unit", "don vi", "ten don vi", key=True),
        _column("since", "day", "tu ngay", note=_("The day from which the use is like this; today if it is empty.")),
        _column("required", "yes_no", "bat buoc", "phai su dung"),
        _column("in_use", "yes_no", "dang su dung", "co su dung", "su dung"),
        _column("accounts", "whole", "so tai khoan", "tai khoan"),
        _column("accounts_active", "whole", "tai khoan hoat dong", "so tai khoan hoat dong"),
        _column("updated_on", "day", "cap nhat den ngay", "ngay cap nhat", dates_row=False),
    )  # fmt: skip
