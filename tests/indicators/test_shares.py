"""Indicators: shares of sums, never means of shares; signed terms, targets, coverage, nothing to divide by."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from common.errors import NotAllowed
from common.months import Month
from indicators import actions
from indicators.models import Indicator, IndicatorTerm, Measure, Target
from indicators.reports import (
    UnknownMeasure,
    evaluate,
    in_force,
    indicator,
    indicators,
    indicators_by_key,
    indicators_by_unit,
    with_targets,
)
from tests.factories import communes as ground
from tests.factories.indicators import put_coverage, put_figures

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY, JUNE = (Month(2020, number) for number in (1, 2, 6))
# design.md 6: the contract's keys.
CONTRACT = """
computers_per_official computers_lan_share units_lan_share units_internet_share fluent_share skilled_share
documents_signed documents_signed_verified documents_incoming_electronic documents_outgoing_electronic
documents_on_time procedures_online
procedures_with_filings procedures_used_online filings_online filings_online_34 filings_on_time filings_postal_in
filings_postal_out treasury_online meetings_attended software_in_use shared_software_in_use reports_on_time
households_online filings_online_34_of_all filings_paid_online filings_result_electronic filings_digitised
filings_in_system procedures_level_4 procedures_level_4_of_online procedures_published feedback_on_time tasks_done
workfiles_electronic
"""


@pytest.fixture
def tree(db):
    ground.open_calendar()
    return ground.make_district()


def put(unit, month=JUNE, **numbers):
    """put(unit, documents__outgoing=10): figures of a month by key with a double underscore for the point."""
    put_figures(unit, {(key.replace("__", "."), month): number for key, number in numbers.items()})


def value(unit, key, first=JUNE, last=JUNE, **kwargs):
    return indicator(unit, key, first, last, **kwargs).value


def test_every_indicator_of_the_contract_is_shipped_with_its_words(tree):
    rows = indicators_by_key(CONTRACT.split())
    assert len(rows) == 36
    for row in rows.values():
        assert all((row.label_vi, row.label_en, row.formula_vi, row.formula_en))
        sides = {term.side for term in row.terms.all()}
        assert row.is_distinct or sides == {"numerator", "denominator"}


def test_golden_shares(tree):
    put(tree.tacuty, staff__fluent=15, staff__total=22)
    put(tree.district, documents__outgoing=10_281, documents__outgoing_signed=8_412)
    assert str(value(tree.tacuty, "fluent_share")) == "68.18"
    assert str(value(tree.district, "documents_signed")) == "81.82"


def test_share_of_sums_is_no_mean_of_shares(tree):
    put(tree.tacuty, documents__outgoing=1, documents__outgoing_signed=1)
    put(tree.banpho, documents__outgoing=99, documents__outgoing_signed=0)
    found = indicator(tree.district, "documents_signed", JUNE, JUNE)
    assert (found.numerator, found.denominator, found.value) == (1, 100, Decimal("1.00"))
    put(tree.tacuty, month=JANUARY, documents__outgoing=100, documents__outgoing_signed=100)
    assert value(tree.tacuty, "documents_signed", JANUARY, JUNE) == Decimal("100.00")
    assert value(tree.district, "documents_signed", JANUARY, JUNE) == Decimal("50.50")


def test_signed_terms_are_added_and_taken_off(tree):
    put(tree.tacuty, equipment__computers=23, equipment__computers_standalone=1, equipment__computers_on_lan=22)
    put(tree.tacuty, filings__finished=10, filings__finished_early=6, filings__finished_on_time=3)
    assert value(tree.tacuty, "computers_lan_share") == Decimal("100.00")
    assert value(tree.tacuty, "filings_on_time") == Decimal("90.00")


def test_nothing_to_divide_by_is_not_applicable(tree):
    put_coverage(tree.tacuty, "treasury", first=JUNE)
    put(tree.tacuty, treasury__online=0)
    found = indicator(tree.tacuty, "treasury_online", JUNE, JUNE)
    assert (found.numerator, found.denominator, found.value) == (0, 0, None)
    assert value(tree.tacuty, "reports_on_time") is None


def test_one_kind_of_unit_is_another_question(tree):
    put(tree.tacuty, network__units=1, network__units_with_lan=1)
    put(tree.office, network__units=1)
    put_coverage(tree.office, "network", first=JUNE)
    assert value(tree.district, "units_lan_share") == Decimal("50.00")
    assert value(tree.district, "units_lan_share", kind="commune") == Decimal("100.00")
    assert value(tree.district, "units_lan_share", kind="office") == Decimal("0.00")


def test_table_of_units_equals_one_by_one(tree):
    put(tree.tacuty, documents__outgoing=3, documents__outgoing_signed=1, staff__total=22)
    put(tree.banpho, documents__outgoing=7, staff__fluent=1, staff__total=20)
    keys = ["documents_signed", "fluent_share", "procedures_used_online"]
    units = [tree.district, tree.tacuty, tree.banpho]
    table = indicators_by_unit(units, keys, JUNE, JUNE)
    for unit in units:
        for key in keys[:2]:
            assert table[unit.pk][key] == value(unit, key), (unit, key)
        assert table[unit.pk][keys[2]] is None, "no sum of figures gives a distinct count"


def test_evaluate_takes_given_values(tree):
    row = indicators_by_key(["documents_signed"])["documents_signed"]
    values = {"documents.outgoing_signed": 1, "documents.outgoing": 3}
    assert evaluate(row, values) == (Decimal("33.33"), 1, 3)
    assert evaluate(row, values | {"documents.outgoing_signed": None}) == (None, None, 3)


def test_coverage_is_that_of_the_weakest_measure_and_of_filings_for_distinct_counts(tree):
    put_coverage(tree.tacuty, "staff", first=JUNE)
    put_coverage(tree.tacuty, "equipment", first=JUNE, state="pending")
    put_coverage(tree.tacuty, "filings", first=JANUARY)
    assert indicator(tree.tacuty, "computers_per_official", JUNE, JUNE).coverage.pending == 1
    assert indicator(tree.tacuty, "procedures_with_filings", JANUARY, JUNE).coverage.approved == 6


def test_unknown_indicator_is_named(tree):
    with pytest.raises(UnknownMeasure, match="nothing"):
        indicators(tree.tacuty, ["fluent_share", "nothing"], JUNE, JUNE)


def test_queries_do_not_grow_with_indicators(tree, django_assert_num_queries):
    with_queries_of_their_own = ("procedures_used_online", "filings_online_34", "filings_online_34_of_all")
    keys = [key for key in CONTRACT.split() if key not in with_queries_of_their_own]
    indicators(tree.district, keys, JANUARY, JUNE)  # from here on the process knows measures and indicators
    with django_assert_num_queries(4):  # versions and targets, figures, coverage, procedures
        indicators(tree.district, keys, JANUARY, JUNE)
    with django_assert_num_queries(3):
        indicators(tree.district, ["fluent_share"], JANUARY, JUNE)


def test_count_without_a_denominator_is_the_count(tree):
    row = Indicator.objects.create(key="machines", label_vi="Máy", label_en="Machines", is_share=False)
    IndicatorTerm.objects.create(
        indicator=row, side="numerator", measure=Measure.objects.get(key="equipment.computers")
    )
    put(tree.tacuty, equipment__computers=23)
    assert value(tree.tacuty, "machines") == 23


# --- Targets ---------------------------------------------------------------------------------------------------------


def test_target_of_the_kind_goes_before_the_general_one_and_stays_until_a_later_one(tree):
    row = Indicator.objects.get(key="fluent_share")
    Target.objects.filter(indicator=row).delete()
    for kind, year, number in (("", 2019, 50), ("commune", 2019, 60), ("", 2021, 90)):
        Target.objects.create(indicator=row, unit_kind=kind, year=year, value=number, legal_basis="KH 1")

    def target(unit, year, kind=""):
        found = in_force(with_targets([row.key])[1], unit, year, kind).get(row.pk)
        return found and found.value

    assert [target(tree.tacuty, year) for year in (2018, 2019, 2020, 2021)] == [None, 60, 60, 90]
    assert [target(tree.district, 2020), target(tree.district, 2020, "commune")] == [50, 60]
    assert indicator(tree.tacuty, "fluent_share", JUNE, JUNE).target.value == 60


def test_targets_are_the_reviewers(tree):
    row = Indicator.objects.get(key="fluent_share")
    values = {"indicator": row, "unit_kind": "office", "year": 2020, "value": Decimal(80), "legal_basis": "KH 2"}
    with pytest.raises(NotAllowed):
        actions.set_target(by=ground.make_member("official", tree.tacuty), **values)
    reviewer = ground.make_member("reviewer", tree.district)
    target = actions.set_target(by=reviewer, **values)
    changed = actions.change_target(target, by=reviewer, version=1, reason="nâng chỉ tiêu", value=Decimal(85))
    assert (changed.value, changed.version) == (85, 2)
    with pytest.raises(ValidationError):
        Target(indicator=row, unit_kind="xóm", year=2020, value=-1, legal_basis="x").full_clean()
