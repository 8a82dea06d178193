"""The demo in the database: every published total by a plain count of rows, mergers and closed months included.

Loaded once for this module, inside a transaction that is rolled back at the end.
"""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F, Max, Min, Sum
from django.test import override_settings

from accounts.demo import DEMO_LOGINS, DEMO_PASSWORD
from accounts.models import User
from common import audit
from common.models import AuditEvent, Batch
from common.months import Month
from communes.models import (
    ClosedMonth,
    Connection,
    Placement,
    Posting,
    Reorganisation,
    SoftwareLead,
    StaleMark,
    Unit,
    VillageCount,
)
from communes.reports import stock_counts
from communes.scope import scope_of
from documents.models import Document, NumberCounter
from indicators.checking import check
from indicators.demo import loader
from indicators.models import DeclaredValue
from services.models import Filing, FilingTransfer, Procedure, TreasuryMonth

JUNE = date(2020, 6, 30)
HALF_YEAR = (date(2020, 1, 1), JUNE)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The whole demo, for every test of the module."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings = override_settings(BACHA_TODAY=date(2020, 8, 3), REFRESH_MODE="inline", PASSWORD_HASHERS=hashers)
    with settings, django_db_blocker.unblock(), transaction.atomic():
        loader.load()
        yield
        transaction.set_rollback(True)


pytestmark = pytest.mark.usefixtures("demo", "db")


def test_documents_of_the_half_year_are_the_published_ones():
    rows = Document.objects.filter(registered_on__range=HALF_YEAR, cancelled=False)
    assert rows.count() == 82_095
    assert rows.incoming().count() == 71_814
    assert rows.outgoing().count() == 10_281
    assert rows.filter(signature="agency").count() == 8_412
    assert not Document.objects.filter(registered_on__lt=HALF_YEAR[0]).exists()


def test_documents_are_numbered_without_gaps():
    books = Document.objects.order_by().values("unit", "direction", "series", "year")
    for book in books.annotate(low=Min("number"), high=Max("number")):
        low, high = book.pop("low"), book.pop("high")
        assert (low, high) == (1, Document.objects.filter(**book).count())
        assert NumberCounter.objects.get(**book).last == high


def test_documents_unfinished_at_the_merger_are_handled_by_the_successor():
    moved = Document.objects.exclude(handling_unit=F("unit"))
    assert moved.exists()
    assert set(moved.values_list("unit__slug", "handling_unit__slug")) == {
        ("xa-ban-gia", "xa-ta-cu-ty"),
        ("xa-lau-thi-ngai", "xa-lung-phinh"),
    }
    assert moved.filter(completed_on__gte=date(2020, 3, 1)).exists()


def test_computers_in_june_are_the_published_ones():
    rows = Placement.objects.in_force(on=JUNE).filter(condition="good")
    assert rows.filter(equipment__kind="desktop").count() == 569
    assert rows.filter(equipment__kind="laptop").count() == 28
    assert not rows.filter(unit__valid_until__isnull=False).exists()


@pytest.mark.parametrize(
    ("day", "desktops", "laptops"), [(date(2020, 2, 29), 10, 0), (date(2020, 3, 31), 20, 3), (JUNE, 20, 3)]
)
def test_stock_of_tacuty_on_any_past_day(day, desktops, laptops):
    tacuty = Unit.objects.get(slug="xa-ta-cu-ty")
    found = stock_counts([tacuty.pk], on=day)[tacuty.pk]
    assert (found.get("desktop", 0), found.get("laptop", 0)) == (desktops, laptops)
    assert stock_counts(None, on=day)[tacuty.pk] == found


def test_tacuty_is_as_published():
    at_tacuty = {"unit__slug": "xa-ta-cu-ty"}
    staff = Posting.objects.in_force(on=JUNE).filter(**at_tacuty)
    assert (staff.count(), staff.filter(fluent=True).count(), staff.filter(has_computer=True).count()) == (22, 15, 22)
    machines = Placement.objects.filter(condition="good", equipment__kind__in=["desktop", "laptop"], **at_tacuty)
    assert machines.in_force(on=date(2020, 2, 29)).count() == 10
    assert machines.in_force(on=date(2020, 3, 1)).filter(equipment__kind="desktop").count() == 20
    june = machines.in_force(on=JUNE)
    assert (june.count(), june.filter(on_lan=True).count()) == (23, 23)
    villages = VillageCount.objects.in_force(on=JUNE).filter(**at_tacuty)
    assert villages.aggregate(n=Sum("households_online"), p=Sum("public_access_points")) == {"n": 10, "p": 1}
    assert villages.get(village__name="Sảng Mào Phố").households_online_approximate


def test_every_unit_in_force_has_lan_and_internet_and_takes_part_in_meetings():
    expected = set(Unit.objects.in_force(on=JUNE).filter(kind__in=["commune", "office"]).values_list("pk", flat=True))
    assert len(expected) == 32
    for kind in ("lan", "internet", "meeting_point"):
        rows = Connection.objects.in_force(on=JUNE).filter(kind=kind)
        assert set(rows.values_list("unit_id", flat=True)) == expected
    banpho = Connection.objects.get(unit__slug="xa-ban-pho", kind="lan")
    assert banpho.installed_by == "Sở Thông tin và Truyền thông"
    leads = SoftwareLead.objects.in_force(on=JUNE).filter(software__kind="specialised")
    assert leads.values("software").distinct().count() == 12


def test_page_of_software_says_that_the_twelve_are_counted_once_each(client):
    client.force_login(User.objects.get(username="vhtt"))
    assert "12 phần mềm chuyên ngành, mỗi phần mềm tính một lần" in client.get("/software/").content.decode()


def test_units_are_those_of_2019_with_both_mergers():
    communes = Unit.objects.filter(kind="commune")
    assert communes.in_force(on=date(2019, 12, 31)).count() == 21
    assert communes.in_force(on=JUNE).count() == 19
    assert Unit.objects.filter(kind="office").count() == 13
    assert Reorganisation.objects.filter(kind="merge", effective_on=date(2020, 3, 1)).count() == 2
    assert Unit.objects.search("Bản Già").filter(slug="xa-ta-cu-ty").exists()
    assert Unit.objects.search("phong van hoa - thong tin").get().slug == "phong-van-hoa-thong-tin"


def test_procedures_filings_and_treasury_are_there():
    assert Procedure.objects.count() == 43
    assert 6_000 < Filing.objects.count() < 8_000
    assert FilingTransfer.objects.exists()
    assert not TreasuryMonth.objects.exclude(online=F("transactions")).exists()


def test_flows_of_2019_are_declared_and_approved():
    values = DeclaredValue.objects.filter(year=2019, measure__key="documents.incoming")
    assert values.count() == 34 * 12
    assert not DeclaredValue.objects.filter(approved_at__isnull=True).exists()


def test_months_are_closed_for_units_that_existed():
    closed = ClosedMonth.objects.filter(unit__slug="xa-ban-gia").order_by("year", "month")
    months = [Month(row.year, row.month) for row in closed]
    assert (months[0], months[-1], len(months)) == (Month(2019, 1), Month(2020, 2), 14)
    assert ClosedMonth.objects.filter(unit__slug="xa-ta-cu-ty").count() == 18
    assert not ClosedMonth.objects.filter(year=2020, month__gt=6).exists()


def test_logins_have_the_password_and_their_scope():
    users = {user.username: user for user in User.objects.all()}
    assert users.keys() == {login.username for login in DEMO_LOGINS}
    assert all(user.check_password(DEMO_PASSWORD) for user in users.values())
    assert scope_of(users["admin"]).is_administrator
    assert not users["nghiviec"].is_active
    tacuty = Unit.objects.get(slug="xa-ta-cu-ty")
    assert scope_of(users["tacuty"]).may("registers", tacuty.pk)
    assert not scope_of(users["banpho"]).sees(tacuty.pk)
    assert scope_of(users["vhtt"]).may("close", tacuty.pk)


def test_figures_are_counted_and_the_audit_is_whole():
    assert not StaleMark.objects.exists()
    assert check(months=[Month(2020, 6)])[0] == []
    assert audit.verify(unsealed_after_seconds=10**9) == []
    assert AuditEvent.objects.filter(action="demo.loaded").count() >= 4
    assert Batch.objects.get(title__startswith="Văn bản").rows == Document.objects.count()


@pytest.mark.parametrize("arguments", [[], ["--if-empty"]])
def test_second_load_changes_nothing(arguments):
    before = (Document.objects.count(), AuditEvent.objects.count(), Unit.objects.count())
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    assert "nothing changed" in out.getvalue()
    assert (Document.objects.count(), AuditEvent.objects.count(), Unit.objects.count()) == before


def test_load_refuses_other_units():
    Batch.objects.filter(kind="demo").update(kind="other")
    with pytest.raises(CommandError, match="other units"):
        call_command("load_demo")
