"""The same property over every register, and nothing that is counted at a date stays at an ended unit."""

import os
import random

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communes.models import Dated, StaleMark, Unit
from indicators import checking, rollups
from tests.indicators.acting import ACTS as FIRST
from tests.indicators.acting import DAYS, act
from tests.indicators.acting_more import ACTS as MORE
from tests.indicators.acting_more import MoreStage, more
from tests.indicators.test_properties import MONTHS

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("BACHA_EXAMPLES", "8"))


@pytest.fixture
def stage():
    stage = MoreStage()
    rollups.rebuild(months=MONTHS)
    return stage


@given(acts=st.lists(st.one_of(more, more, act), min_size=20, max_size=60))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=EXAMPLES < 50)
def test_figures_of_every_register_equal_a_recount(stage, acts):
    with transaction.atomic():
        for one in acts:
            stage.play(*one)
        rollups.refresh()
        assert not StaleMark.objects.exists()
        assert checking.check(months=MONTHS)[0] == []
        nothing_stands_at_an_ended_unit()
        transaction.set_rollback(True)


def nothing_stands_at_an_ended_unit():
    for unit in Unit.objects.filter(valid_until__isnull=False):
        for model in apps.get_models():
            if issubclass(model, Dated) and hasattr(model, "unit"):
                rows = model.objects.filter(unit=unit)
                assert not rows.exclude(until__lte=unit.valid_until).exists(), (model, unit)


@pytest.mark.once
def test_every_act_can_be_done(settings):
    """An act that is always refused would say nothing of the figures."""
    settings.REFRESH_MODE = "worker"
    stage, draw, every, done = MoreStage(), random.Random(7), [*FIRST, *MORE], set()
    for _turn in range(40):
        for name in every:
            # What was done once is done again now and then, so that others find something to act on.
            if name in done and (name in ("merge", "close") or draw.random() < 0.7):
                continue
            if stage.play(name, draw.randrange(4), draw.choice(DAYS), draw.randrange(51)):
                done.add(name)
        if done == set(every):
            break
    assert set(every) - done == set()
