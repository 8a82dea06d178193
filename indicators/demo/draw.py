"""Chance that is the same everywhere: one seeded stream a subject, and totals that spread out to the unit."""

import random
from collections.abc import Iterable, Sequence
from itertools import accumulate

SEED = "bacha-2020"


class Draw(random.Random):
    """A stream of chance of its own for each subject, so that a change in one part of the demo moves no other."""

    @classmethod
    def of(cls, *subject, seed: str = SEED) -> "Draw":
        """The stream of a subject: `Draw.of("papers", "xa-ta-cu-ty")`."""
        return cls(":".join(map(str, (seed, *subject))))

    def one(self, weighted: "Weighted"):
        """One of the values, by weight."""
        return self.choices(weighted.values, cum_weights=weighted.cumulative)[0]

    def many(self, weighted: "Weighted", count: int) -> list:
        """`count` values, by weight, with repetition."""
        return self.choices(weighted.values, cum_weights=weighted.cumulative, k=count)

    def about(self, value: float, spread: float = 0.15) -> float:
        """The value, up to `spread` more or less."""
        return value * self.uniform(1 - spread, 1 + spread)

    def whole(self, value: float) -> int:
        """A whole number whose mean is the value: 2.3 is 2 in seven of ten cases, otherwise 3."""
        return int(value) + (self.random() < value - int(value))


class Weighted:
    """Values with their weights, summed once."""

    def __init__(self, pairs: Iterable[tuple[object, float]]):
        self.values, weights = zip(*pairs, strict=True)
        self.cumulative = list(accumulate(weights))


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers by weight whose sum is `total` exactly (largest remainder; of equal ones the earlier first)."""
    whole = sum(weights)
    if total < 0 or whole <= 0:
        raise ValueError(f"cannot spread {total} over weights that sum to {whole}")
    exact = [total * weight / whole for weight in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
