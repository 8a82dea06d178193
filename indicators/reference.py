"""The measures, indicators and targets that ship with the system, as data files; loaded after every migration."""

import csv
import re
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from indicators import catalogue
from indicators.models import Indicator, IndicatorTerm, Measure, Side, Target

DATA = Path(__file__).parent / "data"


def load() -> None:
    """Bring the shipped rows up to date by key; rows that people added stay, and so do targets that they changed."""
    with transaction.atomic():
        _load_measures()
        _load_indicators()
        _load_targets()
    catalogue.forget()


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _load_measures() -> None:
    flags, numbers = ("in_register", "in_report", "distinct"), ("decimals",)
    rows = []
    for position, row in enumerate(_rows("measures"), start=1):
        row.update({name: row[name] == "1" for name in flags}, **{name: int(row[name]) for name in numbers})
        rows.append(Measure(position=position, **row))
    Measure.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[f.attname for f in Measure._meta.concrete_fields if f.attname not in ("id", "key")],
    )


def _load_indicators() -> None:
    measures = {measure.key: measure for measure in Measure.objects.all()}
    terms = []
    for position, row in enumerate(_rows("indicators"), start=1):
        sides = {Side.NUMERATOR: row.pop("numerator"), Side.DENOMINATOR: row.pop("denominator")}
        row.update(is_share=row["is_share"] == "1", proven=row["proven"] == "1", position=position)
        indicator, _created = Indicator.objects.update_or_create(key=row.pop("key"), defaults=row)
        for side, text in sides.items():
            for sign, key in re.findall(r"([+-]?)([a-z_]+\.[a-z_0-9]+)", text):
                terms.append(
                    IndicatorTerm(indicator=indicator, side=side, measure=measures[key], sign=-1 if sign == "-" else 1)
                )
    shipped = {term.indicator_id for term in terms}
    IndicatorTerm.objects.filter(indicator_id__in=shipped).delete()
    IndicatorTerm.objects.bulk_create(terms)


def _load_targets() -> None:
    indicators = {indicator.key: indicator for indicator in Indicator.objects.all()}
    for row in _rows("targets"):
        Target.objects.get_or_create(
            indicator=indicators[row["indicator"]],
            unit_kind=row["unit_kind"],
            year=int(row["year"]),
            defaults={
                "value": Decimal(row["value"]),
                "legal_basis": row["legal_basis"],
                "proven": row["proven"] == "1",
            },
        )
