"""What the database itself refuses in entries by month, past every form and action."""

import pytest

from services.models import ActivityMonth, ReasonCount, TreasuryMonth
from tests.factories.desk import make_activity_month, make_reason, make_treasury_month
from tests.services.refusing import refused


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"month": 13}, "month_in_year"),
        ({"online": 41}, "online_within_all"),
        ({"returned": 41}, "returned_within_all"),
        ({"confirmation": "12/KBNN"}, "confirmation_dated"),
    ],
)
def test_treasury(place, change, rule):
    row = make_treasury_month(place.tacuty)
    refused(lambda: TreasuryMonth.objects.filter(pk=row.pk).update(**change), f"services_treasurymonth_{rule}")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"channel": "direct", "cause": "other"}, "channel_known"),
        ({"cause": "rain"}, "cause_known"),
        ({"month": 13}, "month_in_year"),
        ({"people": 0}, "somebody"),
        ({"channel": "online", "cause": "charges"}, "postal_cause"),
        ({"channel": "online", "cause": "far_from_post"}, "postal_cause"),
        ({"cause": "no_internet"}, "online_cause"),
    ],
)
def test_reasons(place, change, rule):
    row = make_reason(place.tacuty)
    refused(lambda: ReasonCount.objects.filter(pk=row.pk).update(**change), f"services_reasoncount_{rule}")


def test_a_reason_is_counted_once_with_and_without_a_procedure(place, procedure):
    for of, rule in ((None, "once"), (procedure, "once_a_procedure")):
        make_reason(place.tacuty, procedure=of)
        refused(lambda of=of: make_reason(place.tacuty, procedure=of), f"services_reasoncount_{rule}")


def test_a_unit_has_one_treasury_entry_a_month(place):
    make_treasury_month(place.tacuty)
    refused(lambda: make_treasury_month(place.tacuty), "services_treasurymonth_once")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"month": 13}, "month_in_year"),
        ({"feedback_on_time": None}, "feedback_whole"),
        ({"tasks_assigned": 1}, "tasks_whole"),
        ({"security_infected": 1}, "security_whole"),
        ({"feedback_on_time": 6}, "feedback_within"),
        ({"tasks_assigned": 1, "tasks_done": 2}, "tasks_within"),
        ({"feedback_due": None, "feedback_on_time": None}, "something_counted"),
    ],
)
def test_monthly_counts(place, change, rule):
    row = make_activity_month(place.tacuty)
    refused(lambda: ActivityMonth.objects.filter(pk=row.pk).update(**change), f"services_activitymonth_{rule}")


def test_a_unit_has_one_entry_of_counts_a_month(place):
    make_activity_month(place.tacuty)
    refused(lambda: make_activity_month(place.tacuty), "services_activitymonth_once")
