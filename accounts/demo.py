"""The logins of the demo, shown on its login page, printed at its start and made by its loader."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

DEMO_PASSWORD = "bacha-demo-2020"


@dataclass(frozen=True)
class DemoLogin:
    """One person of the demo; `does` says the role in words; nobody logs in with `is_active` False."""

    username: str
    full_name: str
    does: str
    is_active: bool = True


DEMO_LOGINS = (
    DemoLogin("admin", "Hoàng Văn Thắng", _("Administrator: units, users, corrections")),
    DemoLogin("chutich", "Lý A Sinh", _("Leader of the district: dashboards, publishes scores")),
    DemoLogin("vhtt", "Nguyễn Thị Hằng", _("Culture and Information Office: approves reports")),
    DemoLogin(
        "vanphong", "Trần Đức Minh", _("District Office: approves the report of the Culture and Information Office")
    ),
    DemoLogin("thanhtra", "Phạm Quốc Hùng", _("Inspectorate: reads everything, changes nothing")),
    DemoLogin("tacuty", "Vàng Thị Mai", _("Official of Tả Củ Tỷ commune")),
    DemoLogin("banpho", "Giàng A Páo", _("Official of Bản Phố commune")),
    DemoLogin("tacuty.ct", "Sùng Seo Vần", _("Head of Tả Củ Tỷ commune: submits its report")),
    DemoLogin("noivu", "Đỗ Thị Lan", _("Official of the Home Affairs Office")),
    DemoLogin("nghiviec", "Lù Văn Dìn", _("Has left: cannot log in"), is_active=False),
)
