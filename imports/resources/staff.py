"""The register of staff."""

from django.utils.translation import gettext_lazy as _

from communes.intake.staff import STAFF
from communes.models import NormGroup, Posting, SkillEvidence, SkillLevel, StaffMember
from communes.tables.staff import StaffTable
from imports.columns import Column
from imports.resources.registers import RegisterResource, column


def _column(name: str, kind: str, *headings: str, **options) -> Column:
    return column(StaffTable, name, kind, *headings, **options)


class StaffResource(RegisterResource):
    """A row is a person with the post and skills of the day."""

    key = "staff"
    title = _("Staff")
    about = _(
        "One row for each person. A person is known again by unit and name. Who has left or changed the unit is "
        "entered on the page of that person."
    )
    list_route = "communes:staff-list"
    models = (StaffMember, Posting)
    intake = STAFF
    columns = (
        _column("full_name", "text", "ho va ten", "ho ten", "ten can bo", "can bo, cong chuc", longest=100, key=True),
        _column("unit", "unit", "don vi", "ten don vi", "don vi cong tac", key=True),
        _column("since", "day", "giu chuc vu tu", "tu ngay",
                note=_("The day from which post and skills hold; today if it is empty.")),
        _column("joined_on", "day", "ngay ve don vi", "ngay vao co quan",
                note=_("Only for people who are not registered yet.")),
        _column("position", "text", "chuc vu", "chuc danh", "vi tri viec lam", longest=150),
        _column("norm_group", "choice", "nhom dinh muc", "nhom chuc danh", choices=NormGroup.choices),
        _column("skill_level", "choice", "trinh do tin hoc", "ky nang cntt", "tin hoc", choices=SkillLevel.choices),
        _column("fluent", "yes_no", "thanh thao", "su dung thanh thao"),
        _column("has_computer", "yes_no", "co may tinh", "may tinh"),
        _column("digital_certificate", "yes_no", "chung thu so", "chu ky so"),
        _column("certificate_expires_on", "day", "chung thu so het han", "ngay het han chung thu so", dates_row=False),
        _column("skill_evidence", "choice", "minh chung", "bang cap tin hoc", choices=SkillEvidence.choices),
        _column("skill_evidence_on", "day", "ngay cap chung chi", "ngay cap minh chung", dates_row=False),
        _column("note", "text", "ghi chu", longest=500),
    )  # fmt: skip
