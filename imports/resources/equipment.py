"""The register of equipment."""

from django.utils.translation import gettext_lazy as _

from communes.intake.equipment import EQUIPMENT
from communes.models import Condition, Equipment, EquipmentKind, FundingSource, Placement
from communes.tables.equipment import EquipmentTable
from imports.columns import Column
from imports.resources.registers import RegisterResource, column

KINDS = (
    ("may ban", "desktop"), ("may tinh ban", "desktop"), ("pc", "desktop"),
    ("laptop", "laptop"), ("may xach tay", "laptop"), ("may chieu", "projector"), ("may photo", "photocopier"),
    ("may photocopy", "photocopier"), ("may scan", "scanner"), ("may chu", "server"), ("camera", "camera"),
)  # fmt: skip
CONDITIONS = (
    ("tot", "good"), ("dang dung tot", "good"), ("su dung tot", "good"), ("dang su dung", "good"),
    ("dang dung", "good"), ("binh thuong", "good"), ("hu hong", "broken"), ("hong khong sua duoc", "broken"),
    ("cho thanh ly", "proposed"), ("da thanh ly", "liquidated"), ("thanh ly", "liquidated"),
)  # fmt: skip


def _column(name: str, kind: str, *headings: str, **options) -> Column:
    return column(EquipmentTable, name, kind, *headings, **options)


class EquipmentResource(RegisterResource):
    """A row is a device and where it stands."""

    key = "equipment"
    title = _("Equipment")
    about = _(
        "One row for each device. A device is known again by its kind and serial number; without a number by unit, "
        "kind, make and the day on which it was acquired."
    )
    list_route = "communes:equipment-list"
    models = (Equipment, Placement)
    intake = EQUIPMENT
    columns = (
        _column("unit", "unit", "don vi", "ten don vi", "don vi su dung", "noi dat", key=True),
        _column("kind", "choice", "loai thiet bi", "loai", "chung loai", "nhom thiet bi", choices=EquipmentKind.choices,
                also=KINDS, key=True),
        _column("name", "text", "ten thiet bi", "ten may", "nhan hieu", "model", "hang san xuat", "ten tai san",
                longest=200, key=True),
        _column("serial", "text", "so may", "serial", "so seri", "seri", "so hieu may", longest=80, key=True),
        _column("since", "day", "o day tu", "dat tai day tu", "tu ngay",
                note=_("The day from which the state of the device holds; today if it is empty.")),
        _column("condition", "choice", "tinh trang", "hien trang", "tinh trang su dung", choices=Condition.choices,
                also=CONDITIONS),
        _column("on_lan", "yes_no", "ket noi lan", "noi mang lan", "mang lan"),
        _column("holder", "text", "nguoi su dung", "nguoi giu", "can bo su dung", longest=100,
                note=_("The name as it stands in the register of staff of the unit.")),
        _column("acquired_on", "day", "ngay trang bi", "ngay mua", "ngay nhan", "ngay duoc cap", key=True,
                dates_row=False),
        _column("cost", "whole", "nguyen gia", "gia mua", "gia tri", "don gia"),
        _column("funding_source", "choice", "nguon kinh phi", "nguon von", "nguon", choices=FundingSource.choices),
        _column("acquired_by", "unit", "don vi mua", "don vi trang bi"),
        _column("antivirus", "yes_no", "phan mem diet virus", "diet virus", "co ban quyen diet virus"),
        _column("standalone", "yes_no", "may doc lap", "may tinh doc lap"),
        _column("one_stop", "yes_no", "o bo phan mot cua", "mot cua"),
        _column("note", "text", "ghi chu", longest=500),
    )  # fmt: skip
