"""Which unit a cell means: by slug, code, name, former name or other spelling; all of them read by two queries."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common.text import fold, normalise
from communes.models import Unit, UnitAlias
from imports.sheets.problems import Unreadable

_BEFORE = re.compile(r"^(?:ubnd|uy ban nhan dan)\s+(?:cac\s+)?|^(?:hdnd va ubnd)\s+")
_WORDS = re.compile(r"^(?:tinh|huyen|xa|thi tran|phuong) ")
_SHORT = {"x.": "xa ", "tt.": "thi tran ", "tt ": "thi tran ", "h.": "huyen ", "p.": "phuong ", "t.": "tinh "}
_CODE = re.compile(r"[0-9]{1,10}")
# A code is given again after a merger: "02959 (01/03/2020)" says from when the unit has it.
_DATED_CODE = re.compile(r"([0-9]{1,10})\s*[@(/ ]\s*(?:tu\s+|from\s+)?([0-9]{2})/([0-9]{2})/([0-9]{4})\)?")
_CODE_DIGITS = 5
_MOST_NAMED = 4


class UnitNames:
    """The names of the units that a person may name. What is not in it does not exist."""

    def __init__(self, units: QuerySet[Unit] | Iterable[Unit]):
        self._by_slug, self._by_code = {}, defaultdict(list)
        self._own, self._other = defaultdict(list), defaultdict(list)
        units = list(units)
        by_pk = {unit.pk: unit for unit in units}
        for unit in units:
            self._by_slug[unit.slug] = unit
            if unit.code:
                self._by_code[unit.code].append(unit)
            for name in {fold(unit.name), fold(unit.full_name)}:
                self._own[name].append(unit)
        for unit_id, name in UnitAlias.objects.filter(unit__in=list(by_pk)).values_list("unit_id", "name"):
            self._other[fold(name)].append(by_pk[unit_id])
        self._known: dict[tuple, Unit] = {}

    @classmethod
    def visible_to(cls, user) -> "UnitNames":
        """Of everything that the person sees."""
        return cls(Unit.objects.visible_to(user))

    def find(self, raw, *, on: date | None = None) -> Unit:
        """The unit that `raw` means on a day; Unreadable with the candidates if it is none or several."""
        key = (raw, on)
        if key not in self._known:
            self._known[key] = self._find(raw, on)
        return self._known[key]

    def _find(self, raw, on: date | None) -> Unit:
        text = normalise(f"{raw:g}" if isinstance(raw, float) else str(raw))
        if text in self._by_slug:
            return self._by_slug[text]
        words = fold(text)
        candidates = self._coded(words) or self._named(words)
        # What the cell says outweighs the kind of name; what exists on the day outweighs what does not.
        for narrower in (_in_force(on), _as_written(text)):
            candidates = [unit for unit in candidates if narrower(unit)] or candidates
        candidates = self._own_names_first(words, candidates)
        if len(candidates) == 1:
            return candidates[0]
        shown = text if len(text) <= 40 else f"{text[:40]}…"
        if not candidates:
            raise Unreadable(
                _("No unit of yours is called “%(value)s”. Write its name as in the list of units, or its code.")
                % {"value": shown}
            )
        names = [f"{unit.title} ({unit.slug})" for unit in candidates]
        raise Unreadable(
            _("“%(value)s” may be %(names)s. Write the word in brackets.")
            % {"value": shown, "names": ", ".join(names[:_MOST_NAMED])},
            names,
        )

    def _coded(self, words: str) -> list[Unit]:
        if match := _DATED_CODE.fullmatch(words):
            code, day, month, year = match.groups()
            since = f"{year}-{month}-{day}"
            return [unit for unit in self._of_code(code) if unit.valid_from.isoformat() == since]
        return self._of_code(words) if _CODE.fullmatch(words) else []

    def _of_code(self, code: str) -> list[Unit]:
        """Spreadsheets take the zeros before a number away."""
        return self._by_code.get(code) or self._by_code.get(code.zfill(_CODE_DIGITS)) or []

    def _named(self, words: str) -> list[Unit]:
        """By own and other names, as written or written in full; a former name may have had another word before it."""
        for name in _readings(words):
            found = dict.fromkeys([*self._own.get(name, ()), *self._other.get(name, ())])
            if found:
                return list(found)
        return list(dict.fromkeys(self._other.get(_WORDS.sub("", _readings(words)[-1]), ())))

    def _own_names_first(self, words: str, candidates: list[Unit]) -> list[Unit]:
        own = {unit for name in _readings(words) for unit in self._own.get(name, ())}
        return [unit for unit in candidates if unit in own] or candidates


def _readings(words: str) -> list[str]:
    """The name as it stands, without "UBND" before it, and with its short word written in full."""
    bare = _BEFORE.sub("", words)
    short = next((short for short in _SHORT if bare.startswith(short)), "")
    full = _SHORT[short] + bare.removeprefix(short).strip() if short else bare
    return list(dict.fromkeys((words, bare, full)))


def _in_force(on: date | None):
    return lambda unit: unit.exists_on(on) if on else unit.valid_until is None


def _as_written(text: str):
    """The same letters with the same marks: "Nậm Khánh" is not "Nấm Khánh"."""
    low = text.lower()
    return lambda unit: unit.name.lower() in low
