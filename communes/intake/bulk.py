"""An act of a thousand rows in few statements: on SQLite everybody who writes waits for its lock."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import models

from common import audit
from common.bulk import insert_rows, new_keys, update_rows
from communes.models import Counted, Unit
from communes.reports import opened_months
from communes.writing import Write, tidy


class BulkWrite(Write):
    """A `Write` whose rows are gathered and written together, by `flush` or at the end.

    The acts are the same, and so are the trail and the marks. Its rows were tried by `validate` a moment ago and are
    only held to the rules of the acts and of the tables. Whoever reads in the database what was written within the act
    calls `flush` before, and takes the thing anew.
    """

    def __init__(self, **options):
        super().__init__(**options)
        self._loaded: dict[tuple[type, int], models.Model] = {}
        self._belongings: dict[type, tuple[str, ...]] = {}
        self._inserted: dict[type, dict[int, models.Model]] = defaultdict(dict)
        self._updated: dict[type, dict[int, models.Model]] = defaultdict(dict)
        self._keys: dict[type, Iterator[int]] = {}
        self._lives: dict[int, tuple] = {}

    def load(self, model: type[models.Model], keys: Iterable[int], *belongings: str) -> None:
        """Read the roots that will be taken, under the lock, with what `counted` and the acts look at."""
        self._belongings[model] = belongings
        rows = model._base_manager.select_for_update(of=("self",)).filter(pk__in=list(keys)).order_by("pk")
        for root in rows.prefetch_related(*belongings):
            self._loaded[self._key(root)] = root
            for found in getattr(root, "_prefetched_objects_cache", {}).values():
                self._snapshots |= {self._key(row): audit.snapshot(row) for row in found}

    def flush(self) -> None:
        """Write what was gathered: first the changes, so that what ends has ended before its like begins."""
        for model, rows in self._updated.items():
            update_rows(list(rows.values()))
            for key in rows:
                self._loaded.pop((model, key), None)
        for rows in self._inserted.values():
            insert_rows(list(rows.values()), with_keys=True)
        self._updated.clear()
        self._inserted.clear()
        self._keys.clear()

    def bump(self, root: models.Model) -> None:
        """The same, gathered."""
        root.version += 1
        self._note_update(root)

    def finish(self) -> None:
        """The same, once everything is written."""
        self.flush()
        super().finish()

    def _fresh(self, root: models.Model):
        return self._loaded.get(self._key(root)) or super()._fresh(root)

    def _save(self, obj: models.Model, *, is_new: bool) -> None:
        tidy(obj)
        if hasattr(obj, "fill_in"):
            obj.fill_in()
        if is_new:
            model = type(obj)
            if model not in self._keys:
                self._keys[model] = new_keys(model)
            obj.pk = next(self._keys[model])
            self._inserted[model][obj.pk] = obj
            return
        if hasattr(obj, "version"):
            obj.version += 1
        self._note_update(obj)

    def _note_update(self, obj: models.Model) -> None:
        if self._inserted[type(obj)].get(obj.pk) is not obj:
            self._updated[type(obj)][obj.pk] = obj

    def _refresh(self, unit: Unit) -> None:
        # Under the lock of the unit its days stay as they are.
        if unit.pk not in self._lives:
            super()._refresh(unit)
            self._lives[unit.pk] = unit.valid_from, unit.valid_until
        unit.valid_from, unit.valid_until = self._lives[unit.pk]

    def _compare(self) -> None:
        keys = defaultdict(list)
        for model, pk in self._before:
            keys[model].append(pk)
        for model, pks in keys.items():
            rows = model._base_manager.filter(pk__in=pks).prefetch_related(*self._belongings.get(model, ()))
            found = {row.pk: row for row in rows}
            for pk in pks:
                after = self._counted(found[pk]) if pk in found else Counted()
                self.cells |= self._before[model, pk].differing(after)

    def _counted(self, root: models.Model) -> Counted:
        if not hasattr(root, "counted"):
            return Counted()
        if not hasattr(self, "_opened"):
            self._opened = opened_months()
        return root.counted(Counted.within(self._opened))
