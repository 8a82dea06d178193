"""The measures and indicators as objects that one process keeps: they come with the system and hardly ever change.

Measures change with a migration only, which restarts the servers. Indicators can be corrected; every reading asks for
their versions together with the targets, in one query, and reads the rest again when a version has moved.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.models import Indicator, Measure, Target


class UnknownMeasure(KeyError):
    """No measure or indicator has this key."""


@dataclass
class _Kept:
    measures: dict[str, Measure] | None = None
    indicators: dict[str, Indicator] | None = None
    versions: frozenset[tuple[int, int]] = frozenset()


_kept = _Kept()


def forget() -> None:
    """Drop what is kept: after the reference rows were written anew, and between tests."""
    _kept.measures = _kept.indicators = None


def measures_by_key(keys: Iterable[str]) -> dict[str, Measure]:
    """The measures in the order asked for; raises UnknownMeasure."""
    return _chosen(keys, _measures())


def measures_of(section: str) -> dict[str, Measure]:
    """The section's measures by key."""
    return {key: measure for key, measure in _measures().items() if measure.section == section}


def _measures() -> dict[str, Measure]:
    if _kept.measures is None:
        _kept.measures = {measure.key: measure for measure in Measure.objects.all()}
    return _kept.measures


def indicators_by_key(keys: Iterable[str]) -> dict[str, Indicator]:
    """The indicators in the order asked for, with their terms; raises UnknownMeasure."""
    return with_targets(keys)[0]


def with_targets(keys: Iterable[str]) -> tuple[dict[str, Indicator], list[Target]]:
    """The indicators in the order asked for, and all targets of all indicators, earlier years and general ones first.

    One query, and two more only after an indicator has changed. Raises UnknownMeasure.
    """
    rows = list(
        Indicator.objects.order_by("pk", "targets__year", "targets__unit_kind").values_list(
            "pk", "version", "targets__pk", "targets__unit_kind", "targets__year", "targets__value",
            "targets__legal_basis", "targets__proven",
        )
    )  # fmt: skip
    versions = frozenset((pk, version) for pk, version, *_target in rows)
    if _kept.indicators is None or versions != _kept.versions:
        found = Indicator.objects.prefetch_related("terms__measure")
        _kept.indicators, _kept.versions = {row.key: row for row in found}, versions
    targets = [
        Target(
            pk=target, indicator_id=pk, unit_kind=kind, year=year, value=value, legal_basis=basis, proven=proven
        )
        for pk, _version, target, kind, year, value, basis, proven in rows
        if target is not None
    ]  # fmt: skip
    return _chosen(keys, _kept.indicators), sorted(targets, key=lambda row: (row.year, row.unit_kind != ""))


def _chosen(keys: Iterable[str], known: dict) -> dict:
    wanted = list(dict.fromkeys(keys))
    missing = [key for key in wanted if key not in known]
    if missing:
        raise UnknownMeasure(missing[0])
    return {key: known[key] for key in wanted}
