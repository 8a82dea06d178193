"""`manage.py generate`: sizes to the unit, the same rows for the same seed, and no writing over what is there."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from common.months import Month
from communes.models import ReportingCalendar, StaleMark, Unit
from documents.models import Document
from indicators.checking import check
from indicators.models import Figure
from services.models import Filing
from tests.factories.communes import make_unit

pytestmark = pytest.mark.django_db
SIZE = {"units": 20, "documents": 300, "filings": 40, "months": 3}


def generate(**options) -> str:
    out = StringIO()
    call_command("generate", **{**SIZE, **options}, stdout=out)
    return out.getvalue()


def content() -> list:
    documents = Document.objects.order_by("unit__slug", "direction", "number")
    filings = Filing.objects.order_by("code").values_list("code", "procedure__code", "channel", "received_time")
    return [*documents.values_list("unit__slug", "number", "registered_on", "code", "subject", "signature"), *filings]


def test_generate_makes_the_sizes_asked_for():
    generate()
    assert Unit.objects.filter(kind__in=["commune", "office"]).count() == 20
    assert Unit.objects.filter(kind="district").count() == 2
    assert (Document.objects.count(), Filing.objects.count()) == (300, 40)


def test_generate_puts_several_provinces_under_one_root():
    generate(units=200)
    root = Unit.objects.get(parent=None)
    assert root.children.filter(kind="province").count() == 2
    figures = Figure.objects.filter(unit=root, measure__key__in=["documents.incoming", "documents.outgoing"])
    assert sum(figures.values_list("total", flat=True)) == 300


def test_generate_fills_the_last_months_that_have_ended():
    generate()
    row = ReportingCalendar.objects.get()
    assert (row.first_year, row.first_month, row.last_month) == (2020, 5, 8)
    assert {Month.of(day) for day in Document.objects.values_list("registered_on", flat=True)} == {
        Month(2020, 5), Month(2020, 6), Month(2020, 7),
    }  # fmt: skip


def test_generate_counts_the_figures_up_to_the_root():
    generate()
    keys = {"measure__key__in": ["documents.incoming", "documents.outgoing"]}
    assert sum(Figure.objects.filter(unit__kind="province", **keys).values_list("total", flat=True)) == 300
    assert not StaleMark.objects.exists()
    assert check()[0] == []


@pytest.mark.django_db(transaction=True)
def test_generate_without_figures_leaves_them_to_the_refresh():
    generate(no_figures=True)
    assert not Figure.objects.exists()
    call_command("refresh_figures", all=True, stdout=StringIO())
    assert Figure.objects.exists()
    assert not StaleMark.objects.exists()


def test_generate_is_the_same_for_the_same_seed():
    contents = []
    for _ in range(2):
        with transaction.atomic():
            generate(no_figures=True)
            contents.append(content())
            transaction.set_rollback(True)
    assert contents[0] == contents[1]
    assert len(contents[0]) == 340


def test_generate_another_seed_makes_other_rows():
    generate()
    first = content()
    generate(seed=2, add=True)
    assert len(content()) == 2 * len(first)


def test_generate_refuses_a_database_with_units():
    make_unit("Tả Củ Tỷ")
    with pytest.raises(CommandError, match="--add"):
        generate()


def test_generate_refuses_a_seed_that_is_there():
    generate(documents=0, filings=0)
    with pytest.raises(CommandError, match="another seed"):
        generate(add=True)


@pytest.mark.parametrize("options", [{"units": 0}, {"documents": -1}, {"months": 0}, {"seed": 0}])
def test_generate_refuses_sizes_without_sense(options):
    with pytest.raises(CommandError, match="whole numbers"):
        generate(**options)
