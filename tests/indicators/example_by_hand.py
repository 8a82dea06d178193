"""What is entered by hand for July in the small district of the example; numbers by hand."""

from services.models import ActivityMonth
from tests.factories.desk import make_treasury_month


def treasury(tree) -> dict:
    """A month as entered."""
    make_treasury_month(tree.tacuty, transactions=40, online=39, returned=2)
    make_treasury_month(tree.banpho, month=6)
    return {tree.tacuty: {"transactions": 40, "online": 39, "returned": 2}}


def feedback(tree) -> dict:
    """Due and answered in time."""
    _by_hand(tree.tacuty, feedback_due=5, feedback_on_time=4)
    return {tree.tacuty: {"due": 5, "on_time": 4}}


def outreach(tree) -> dict:
    """Sessions."""
    _by_hand(tree.banpho, outreach_sessions=2)
    return {tree.banpho: {"sessions": 2}}


def guidance(tree) -> dict:
    """Visits of an office."""
    _by_hand(tree.office, guidance_checks=3)
    return {tree.office: {"checks": 3}}


def tasks(tree) -> dict:
    """Assigned and done."""
    _by_hand(tree.office, tasks_assigned=7, tasks_done=6)
    return {tree.office: {"assigned": 7, "done": 6}}


def security(tree) -> dict:
    """A month with an infected machine, and one in which nothing happened: zeros that somebody counted."""
    _by_hand(tree.tacuty, security_incidents=1, security_infected=2)
    _by_hand(tree.banpho, security_incidents=0, security_infected=0)
    return {tree.tacuty: {"incidents": 1, "infected": 2}, tree.banpho: {"incidents": 0, "infected": 0}}


def _by_hand(unit, **numbers) -> None:
    """All sections stand in the unit's one entry of July."""
    ActivityMonth.objects.update_or_create(unit=unit, year=2020, month=7, defaults=numbers)


BY_HAND = (treasury, feedback, outreach, guidance, tasks, security)
