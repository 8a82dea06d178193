"""Chance and totals of the demo: the same stream for a subject, sums to the unit."""

import pytest

from indicators.demo.draw import Draw, Weighted, spread


@pytest.mark.parametrize(("total", "weights"), [(71_814, [1.3, 0.7, 2.2, 0.01]), (7, [1, 1, 1]), (0, [1, 2])])
def test_spread_sums_to_the_total(total, weights):
    assert sum(spread(total, weights)) == total


def test_spread_follows_the_weights():
    assert spread(10, [1, 2, 2]) == [2, 4, 4]


def test_spread_gives_the_rest_to_the_largest_remainders():
    assert spread(4, [1, 1, 1]) == [2, 1, 1]


@pytest.mark.parametrize(("total", "weights"), [(5, [0, 0]), (-1, [1])])
def test_spread_refuses_what_cannot_be_spread(total, weights):
    with pytest.raises(ValueError, match="cannot spread"):
        spread(total, weights)


def test_draw_of_one_subject_is_always_the_same():
    assert Draw.of("a", 1).random() == Draw.of("a", 1).random()


def test_draw_of_another_subject_or_seed_differs():
    values = {Draw.of("a").random(), Draw.of("b").random(), Draw.of("a", seed="other").random()}
    assert len(values) == 3


def test_draw_is_the_same_on_every_machine():
    assert Draw.of("check").randrange(1_000_000) == 961_559


def test_draw_one_never_gives_what_has_no_weight():
    weighted = Weighted([("never", 0), ("always", 1)])
    assert set(Draw.of("weights").many(weighted, 50)) == {"always"}


def test_draw_whole_keeps_the_mean():
    draw = Draw.of("whole")
    mean = sum(draw.whole(2.3) for _ in range(4000)) / 4000
    assert 2.25 < mean < 2.35
