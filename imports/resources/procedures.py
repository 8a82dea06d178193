"""The catalogue of procedures."""

from django.utils.translation import gettext_lazy as _

from imports.columns import Column
from imports.resources.registers import RegisterResource, column
from services.intake import PROCEDURES
from services.models import Authority, LimitUnit, Procedure, ProcedureLevel, ProcedureOffer, ServiceLevel
from services.tables import ProcedureTable


def _column(name: str, kind: str, *headings: str, **options) -> Column:
    return column(ProcedureTable, name, kind, *headings, **options)


class ProcedureResource(RegisterResource):
    """A row is a procedure."""

    key = "procedures"
    title = _("Catalogue of procedures")
    about = _("One row for each procedure. It is known again by its national code and its first day.")
    list_route = "services:procedure-list"
    capability = PROCEDURES.capability
    models = (Procedure, ProcedureLevel, ProcedureOffer)
    asks_unit = False
    intake = PROCEDURES
    columns = (
        _column("code", "text", "ma thu tuc", "ma tthc", "ma so", "ma thu tuc hanh chinh", longest=10, key=True),
        _column("valid_from", "day", "co hieu luc tu", "hieu luc tu ngay", key=True),
        _column("valid_until", "day", "het hieu luc", "hieu luc den ngay"),
        _column("suffix", "text", "ma dia phuong", "phan dia phuong", longest=20),
        _column("name", "text", "ten thu tuc", "ten tthc", "ten thu tuc hanh chinh", longest=300),
        _column("field", "text", "linh vuc", longest=100),
        _column("authority", "choice", "cap thuc hien", "cap giai quyet", "tham quyen", choices=Authority.choices,
                also=(("xa", "commune"), ("cap xa", "commune"), ("cap huyen", "district"),
                          ("cap tinh", "province"))),
        _column("limit_value", "whole", "so ngay giai quyet", "so ngay"),
        _column("limit_unit", "choice", "don vi tinh", "don vi thoi gian", choices=LimitUnit.choices,
                also=(("ngay lam viec", "working_day"), ("ngay", "day"),
                          ("gio", "hour"), ("thang", "month"))),
        _column("recalled", "yes_no", "chua doi chieu"),
        _column("fee", "whole", "phi, le phi", "le phi", "phi", "muc phi"),
        _column("legal_basis", "text", "can cu phap ly", "can cu", longest=300),
        _column("level", "choice", "muc do", "muc do dvc", "muc do dich vu cong", shown_as="current_level",
                choices=ServiceLevel.choices),
        Column("level_since", _("Level since"), "day", ("muc do tu ngay",),
               note=_("The day from which another level holds; today if it is empty.")),
        _column("note", "text", "ghi chu", longest=500),
    )  # fmt: skip
