"""A merger on any day of a month: everything that is there on a day goes on at the successor, the past stays."""

from datetime import date

import pytest
from django.apps import apps

from common.errors import ActionError, NotAllowed
from common.models import AuditEvent
from common.months import Month
from communes import reorganise
from communes.models import Dated, Membership, Reorganisation, Succession, Unit, UnitFact
from communes.scope import scope_of
from tests.factories import communes as make

DAY, EARLIER = date(2020, 7, 16), date(2020, 1, 1)


def merge(tree, day=DAY, *, by=None, absorbed=None, into=None):
    absorbed = [tree.banpho] if absorbed is None else absorbed
    return reorganise.merge(
        by=by, effective_on=day, resolution="896/NQ-UBTVQH14", absorbed=absorbed, into=into or tree.tacuty
    )


def test_nothing_dated_is_left_at_the_unit_that_ended(tree, held):
    merge(tree)
    dated = [model for model in apps.get_models() if issubclass(model, Dated) and hasattr(model, "unit")]
    assert len(dated) >= 8
    for model in dated:
        there = model.objects.filter(unit=tree.banpho)
        assert there.exists(), model
        assert not there.exclude(until__lte=DAY).exists(), model
        assert model.objects.filter(unit=tree.tacuty, since=DAY, until=None).count() == 1 or model is UnitFact, model
    assert not UnitFact.objects.filter(unit=tree.banpho, until=None).exists()


def test_stocks_go_on_with_their_past_kept(tree, held):
    merge(tree)
    for rows in (held["device"].placements, held["person"].postings, held["village"].counts):
        states = [(row.unit, row.since, row.until) for row in rows.order_by("since")]
        assert states == [(tree.banpho, EARLIER, DAY), (tree.tacuty, DAY, None)]
    use = held["software"].uses.get(unit=tree.tacuty, until=None)
    assert (use.since, use.required, use.accounts, use.accounts_active) == (DAY, True, 8, 5)
    posts = UnitFact.objects.get(unit=tree.tacuty, key="posts", until=None)
    assert (posts.since, posts.value) == (DAY, 41)
    assert not UnitFact.objects.filter(unit=tree.tacuty, key="distance_km").exists()


def test_what_people_have_open_is_stale_after_the_merger(tree, held):
    before = {name: held[name].version for name in ("device", "person", "village", "software", "line", "filing")}
    merge(tree)
    for name, version in before.items():
        held[name].refresh_from_db()
        assert held[name].version > version, name


def test_unfinished_work_and_people_pass_to_the_successor(tree, held):
    merge(tree)
    for name in ("document", "finished", "filing", "line"):
        held[name].refresh_from_db()
    assert (held["document"].unit, held["document"].handling_unit) == (tree.banpho, tree.tacuty)
    assert held["finished"].handling_unit == tree.banpho
    assert (held["filing"].unit, held["filing"].holding_unit) == (tree.banpho, tree.tacuty)
    assert [(r.unit, r.until) for r in held["procedure"].offers.order_by("since")] == [
        (tree.banpho, DAY),
        (tree.tacuty, None),
    ]
    scope = scope_of(type(held["clerk"]).objects.get(pk=held["clerk"].pk))
    assert scope.home_unit_id == tree.tacuty.pk
    assert scope.may("registers", tree.tacuty.pk)
    assert scope.sees(tree.banpho.pk)


def test_names_of_the_ended_unit_lead_to_the_successor_over_two_mergers(tree):
    third = make.make_unit("Bản Già", parent=tree.district)
    merge(tree, date(2020, 3, 1), absorbed=[third], into=tree.banpho)
    act = merge(tree)
    assert (act.kind, act.effective_on) == ("merge", DAY)
    assert set(Unit.objects.search("ban gia")) == {third, tree.banpho, tree.tacuty}
    assert set(tree.tacuty.aliases.values_list("name", flat=True)) == {"Bản Phố", "Bản Già"}


def test_role_held_in_both_units_is_kept_once(tree):
    clerk = make.make_member("official", tree.banpho)
    Membership.objects.create(user=clerk, unit=tree.tacuty, role="official", valid_from=EARLIER)
    Membership.objects.create(user=clerk, unit=tree.banpho, role="head", valid_from=date(2020, 8, 1))
    merge(tree)
    rows = Membership.objects.filter(user=clerk).order_by("role", "valid_from")
    assert [(row.unit, row.role, row.valid_from, row.valid_until) for row in rows] == [
        (tree.tacuty, "head", date(2020, 8, 1), None),
        (tree.banpho, "official", make.LONG_AGO, DAY),
        (tree.tacuty, "official", EARLIER, None),
    ]


def test_uses_of_both_units_are_one_use_on_every_later_day(tree):
    """Ours ended in August and begins again later; theirs began after the merger that is recorded late."""
    software = make.make_software()
    make.make_software_use(software, tree.tacuty, since=EARLIER, until=date(2020, 7, 25), accounts=5)
    make.make_software_use(software, tree.tacuty, since=date(2020, 7, 28), accounts=7)
    make.make_software_use(software, tree.banpho, since=date(2020, 7, 20), accounts=1)
    merge(tree)
    uses = software.uses.filter(unit=tree.tacuty).order_by("since")
    assert [(use.since.day, use.until and use.until.day, use.accounts) for use in uses] == [
        (1, 16, 5),
        (16, 20, 5),
        (20, 25, 6),
        (25, 28, 1),
        (28, None, 8),
    ]
    assert not software.uses.filter(unit=tree.banpho).exists()


def break_rule(tree, rule):
    if rule == "closed":
        make.close_month(tree.tacuty, Month(2020, 7))
    if rule == "ended":
        merge(tree, date(2020, 7, 20))
        return {"into": tree.office}
    if rule == "into ended":
        merge(tree, date(2020, 7, 20), absorbed=[tree.office])
        return {"absorbed": [tree.tacuty], "into": tree.office}
    if rule == "later":
        merge(tree, date(2020, 7, 20), absorbed=[tree.office], into=tree.banpho)
    if rule == "below":
        make.make_unit("Văn phòng", kind="office", parent=tree.banpho)
    if rule == "younger":
        return {"absorbed": [make.make_unit(parent=tree.district, valid_from=DAY)]}
    return {"future": {"day": date(2020, 8, 4)}, "none": {"absorbed": []}, "itself": {"into": tree.banpho}}.get(
        rule, {}
    )


@pytest.mark.parametrize(
    "rule", ["closed", "ended", "into ended", "later", "below", "younger", "future", "none", "itself"]
)
def test_merger_is_refused_and_leaves_nothing(tree, rule):
    how = break_rule(tree, rule)
    before = [model.objects.count() for model in (Reorganisation, Succession, AuditEvent)]
    with pytest.raises(ActionError):
        merge(tree, **how)
    assert [model.objects.count() for model in (Reorganisation, Succession, AuditEvent)] == before
    if rule not in ("ended", "into ended"):
        assert not Unit.objects.filter(pk=tree.banpho.pk, valid_until__isnull=False).exists()


def test_month_before_the_merger_may_be_closed(tree):
    make.close_month(tree.banpho, Month(2020, 6))
    merge(tree, date(2020, 7, 1))
    assert Unit.objects.get(pk=tree.banpho.pk).valid_until == date(2020, 7, 1)


@pytest.mark.parametrize("role", ["official", "head", "reviewer", "leader", "auditor"])
def test_only_administrators_merge(tree, role):
    with pytest.raises(NotAllowed):
        merge(tree, by=make.make_member(role, tree.province))
    assert not Reorganisation.objects.exists()
    merge(tree, by=make.make_member("administrator", tree.province))
    assert Succession.objects.get().share == 1
