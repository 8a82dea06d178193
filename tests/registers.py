"""Every list of a register, found in the resolver: a new one is in the tests without being named there."""

from datetime import timedelta
from functools import reduce

from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from common.views import RegisterList
from communes.models import Unit
from tests.factories import communes as make

# Who reads a list that an official does not see, or not filled; everybody else's is the official's.
READERS = {
    "dashboards:audit": "auditor",
    **dict.fromkeys(["communes:confirmation-list", "communes:connection-missing-list", "communes:village-totals-list"],
                    "reviewer"),
    **dict.fromkeys(["communes:reorganisation-list", "communes:stocktake-list", "communes:timeline-list",
                     "communes:unit-list"], "administrator"),
}  # fmt: skip


def discovered(resolver=None, namespace: str = "") -> dict[str, type[RegisterList]]:
    """Name of the route -> the view, of all lists whose address needs no record."""
    found = {}
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            found |= discovered(entry, inner)
        elif isinstance(entry, URLPattern) and not entry.pattern.converters:
            view = getattr(entry.callback, "view_class", None)
            if view is not None and issubclass(view, RegisterList):
                found[f"{namespace}{entry.name}"] = view
    return found


def reader_of(name: str) -> str:
    """The person of the small country who opens the list."""
    return READERS.get(name, "official")


def rows(client, name: str, **query) -> list:
    """The records on the first page."""
    answer = client.get(reverse(name, query=query or None))
    assert answer.status_code == 200, (name, answer.status_code)
    return [row.record for row in answer.context["table"].rows]


def queries(client, name: str) -> list[str]:
    """What the page asks the database, without the bounded count that stands above a list of several pages."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(reverse(name))
    assert answer.status_code == 200
    found = [query["sql"] for query in captured]
    pages = answer.context["table"].pages
    if answer.context["count"] is not None and (pages.next or pages.previous):
        found.remove(next(sql for sql in found if sql.startswith("SELECT COUNT(*)")))
    return found


def grow(record: models.Model, first: int, last: int) -> None:
    """Copies number `first` to `last` of a record, with the dated rows or changes in which its unit stands."""
    if isinstance(record, Unit):
        for number in range(first, last):
            make.make_unit(f"Bản {number}", parent=record.parent, slug=f"copy-{number}")
        return
    model = type(record)
    record = model._base_manager.get(pk=record.pk)
    copies = model._base_manager.bulk_create(_copies(record, range(first, last)))
    for relation in _kept_with(model):
        name = relation.field.name
        kept = list(relation.related_model._base_manager.filter(**{name: record}))
        relation.related_model._base_manager.bulk_create(
            [_copy(row, **{name: copy}) for copy in copies for row in kept]
        )


def _kept_with(model) -> list:
    names = {getattr(model._default_manager.all(), "rows_name", ""), "changes", "attendances"}
    return [relation for relation in model._meta.related_objects if relation.get_accessor_name() in names]


def _copy(record, **values):
    fields = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
    fields.pop(record._meta.pk.attname)
    for name in values:
        fields.pop(record._meta.get_field(name).attname, None)
    return type(record)(**fields | values)


def _copies(record, numbers) -> list:
    """Copies that differ in what must be unique."""
    varied: list[str] = []
    for names in sorted(_unique_together(type(record)), key=len):
        # Where a value is empty, nothing is unique.
        if not set(names) & set(varied) and all(getattr(record, name) is not None for name in names):
            varied += _to_vary(record, names)
    targets = {
        name: _copies_of_target(record, name, numbers) for name in varied if record._meta.get_field(name).remote_field
    }
    return [
        _copy(
            record,
            **{name: targets[name][place] if name in targets else _other(record, name, number) for name in varied},
        )
        for place, number in enumerate(numbers)
    ]


def _copies_of_target(record, name: str, numbers) -> list:
    target = getattr(record, name)
    return type(target)._base_manager.bulk_create(_copies(target, numbers))


def _unique_together(model) -> list[tuple[str, ...]]:
    alone = [(field.name,) for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    constraints = [c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    return alone + [tuple(constraint.fields) for constraint in constraints]


def _to_vary(record, names) -> list[str]:
    """The field of a unique set that is easiest to vary: a text, a day, a month, a number, at last another record."""
    if {"year", "month"} <= set(names):
        return ["year", "month"]
    fields = [record._meta.get_field(name) for name in names]
    kinds = (models.CharField, models.DateField, models.IntegerField, models.ForeignKey)
    # Another unit only where nothing else differs: who reads the list must see it.
    free = [field for field in fields if not field.choices and field.related_model is not Unit] or fields
    return [reduce(lambda best, field: min(best, field, key=lambda one: _rank(one, kinds)), free).name]


def _rank(field, kinds) -> int:
    return next((place for place, kind in enumerate(kinds) if isinstance(field, kind)), len(kinds))


def _other(record, name: str, number: int):
    field, value = record._meta.get_field(name), getattr(record, name)
    if name == "month":
        return 1 + number % 12
    if name == "year":
        return 1990 - number // 12
    if isinstance(field, models.CharField):
        return f"{number}{value}"[: field.max_length]
    return value + (timedelta(number) if isinstance(field, models.DateField) else number)
