"""Numbers, dates and order as Vietnamese offices write them, in both languages, on pages and in the administration."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils.formats import get_format, number_format
from django.utils.translation import override

from common.models import Holiday
from common.months import Month
from communes.models import Role
from indicators.models import DeclaredValue, Measure
from services.models import TreasuryMonth
from tests.factories import communes as ground
from tests.factories import desk
from tests.factories import documents as papers

LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])


def render(source: str, value) -> str:
    return Template(source).render(Context({"value": value}))


@LANGUAGES
@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (71814, "71.814"),
        (Decimal("81.82"), "81,82"),
        (Decimal("1234.5"), "1.234,5"),
        (date(2026, 9, 5), "05/09/2026"),
    ],
)
def test_value_in_a_template_is_vietnamese(language, value, shown):
    with override(language):
        assert render("{{ value }}", value) == shown


@LANGUAGES
def test_week_begins_on_monday(language):
    with override(language):
        assert get_format("FIRST_DAY_OF_WEEK") == 1


@LANGUAGES
@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        (forms.DateField(), "02/01/2025", date(2025, 1, 2)),
        (forms.IntegerField(localize=True), "71.814", 71814),
        (forms.DecimalField(localize=True), "1.234,5", Decimal("1234.5")),
    ],
)
def test_fields_of_django_read_vietnamese(language, field, typed, read):
    with override(language):
        assert field.clean(typed) == read


@LANGUAGES
def test_number_typed_as_it_is_shown_stays_the_same(language):
    with override(language):
        field = forms.DecimalField(localize=True)
        shown = number_format(Decimal("8412.25"), use_l10n=True, force_grouping=True)
        assert field.clean(shown) == Decimal("8412.25")


@pytest.fixture
def place(db):
    ground.open_calendar()
    return ground.make_district()


@LANGUAGES
def test_pages_show_numbers_and_dates(language, place, client):
    desk.make_treasury_month(place.tacuty, transactions=71814, online=71814)
    papers.make_document(place.tacuty, registered_on=date(2020, 7, 6), due_on=date(2020, 9, 5))
    client.force_login(ground.make_member(Role.OFFICIAL, place.tacuty, language=language))
    assert "71.814" in client.get("/treasury/").content.decode()
    page = client.get("/documents/").content.decode()
    assert "06/07/2020" in page
    assert "05/09/2020" in page


@LANGUAGES
def test_page_reads_the_day_before_the_month(language, place, client):
    client.force_login(ground.make_member(Role.REVIEWER, place.district, language=language))
    answer = client.post("/holidays/new/", {"day": "02/01/2025", "name": "Nghỉ bù"})
    assert answer.status_code == 302, answer.content.decode()
    assert Holiday.objects.get(name="Nghỉ bù").day == date(2025, 1, 2)


@LANGUAGES
def test_administration_lists_numbers_and_dates(language, place, client):
    client.force_login(ground.make_administrator(language=language))
    desk.make_treasury_month(place.tacuty, transactions=71814, online=40)
    desk.make_holiday(date(2022, 1, 2))
    assert "71.814" in client.get("/admin/services/treasurymonth/").content.decode()
    assert "02/01/2022" in client.get("/admin/common/holiday/").content.decode()


@LANGUAGES
def test_administration_form_reads_what_it_shows(language, place, client):
    client.force_login(ground.make_administrator(language=language))
    row = desk.make_treasury_month(place.tacuty, transactions=71814, online=40)
    address = f"/admin/services/treasurymonth/{row.pk}/change/"
    fields = dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', client.get(address).content.decode()))
    assert fields["transactions"] == "71.814"
    assert fields["year"] == "2020"
    answer = client.post(address, fields | {"unit": place.tacuty.pk, "online": "8.412", "reason": "Nhập sai"})
    assert answer.status_code == 302, answer.content.decode()
    row = TreasuryMonth.objects.get()
    assert (row.year, row.transactions, row.online) == (2020, 71814, 8412)


@LANGUAGES
def test_administration_shows_a_year_without_a_point(language, place, client):
    closed = ground.close_month(place.tacuty, Month(2020, 6))
    row = desk.make_treasury_month(place.tacuty)
    measure = Measure.objects.get(key="workfiles.total")
    declared = DeclaredValue.objects.create(unit=place.tacuty, measure=measure, year=2020, month=6, value=3)
    client.force_login(ground.make_administrator(language=language))
    for address in ("communes/closedmonth", "indicators/target", "indicators/declaredvalue"):
        assert "2.020" not in client.get(f"/admin/{address}/").content.decode()
    for address in (f"communes/closedmonth/{closed.pk}", f"indicators/declaredvalue/{declared.pk}"):
        page = client.get(f"/admin/{address}/change/").content.decode()
        assert (">2020<" in page, "2.020" in page) == (True, False)
    client.force_login(ground.make_member(Role.REVIEWER, place.district, language=language))
    page = client.get(f"/admin/services/treasurymonth/{row.pk}/change/").content.decode()
    assert (">2020<" in page, "2.020" in page) == (True, False)


@LANGUAGES
def test_administration_form_reads_the_day_before_the_month(language, db, client):
    client.force_login(ground.make_administrator(language=language))
    answer = client.post("/admin/common/holiday/add/", {"day": "02/01/2025", "name": "Nghỉ bù"})
    assert answer.status_code == 302, answer.content.decode()
    row = Holiday.objects.get(name="Nghỉ bù")
    assert row.day == date(2025, 1, 2)
    assert 'value="02/01/2025"' in client.get(f"/admin/common/holiday/{row.pk}/change/").content.decode()


@LANGUAGES
@pytest.mark.parametrize("address", ["/units/", "/admin/communes/unit/"])
def test_units_stand_in_vietnamese_order(language, address, place, client):
    # A plain sort puts Bắc after Bảo and Đ last.
    for name in ("Bảo Nhai", "Bản Liền", "Cốc Ly", "Đồng Tâm", "Dìn Chin"):
        ground.make_unit(name, parent=place.district)
    client.force_login(ground.make_administrator(language=language))
    page = client.get(address).content.decode()
    names = ["Bản Liền", "Bản Phố", "Bảo Nhai", "Cốc Ly", "Dìn Chin", "Đồng Tâm", "Tả Củ Tỷ"]
    found = re.findall(rf">(?:Xã )?({'|'.join(names)})<", page)
    assert found == names
