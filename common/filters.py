"""Filters of registers: words above the table that can be taken away, bad values named and never applied in silence."""

from copy import copy
from dataclasses import dataclass

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import display, fields, text
from common.forms import Form
from common.lookups import MOST_WORDS, LookupField

ChoiceFilter = django_filters.ChoiceFilter
TypedChoiceFilter = django_filters.TypedChoiceFilter
ModelChoiceFilter = django_filters.ModelChoiceFilter
Filter = django_filters.Filter


class TextFilter(django_filters.Filter):
    """Rows whose folded column (`field_name`, default "search") holds every word typed, with or without diacritics."""

    field_class = fields.LineField

    def __init__(self, field_name="search", **kwargs):
        super().__init__(field_name, **{"max_length": 100, "label": _("Search"), **kwargs})

    def filter(self, qs, value):
        """Every word must occur; at most eight words count."""
        found = self.holding(value or "")
        return self.get_method(qs)(found) if found else qs

    def holding(self, value: str) -> Q:
        """The condition; empty where nothing was typed."""
        found = Q()
        for word in text.fold(value).split()[:MOST_WORDS]:
            found &= Q(**{f"{self.field_name}__contains": word})
        return found


class FromDay(django_filters.Filter):
    """Rows on or after a day."""

    field_class = fields.DayField

    def __init__(self, field_name, **kwargs):
        super().__init__(field_name, "gte", **kwargs)


class UntilDay(django_filters.Filter):
    """Rows on or before a day."""

    field_class = fields.DayField

    def __init__(self, field_name, **kwargs):
        super().__init__(field_name, "lte", **kwargs)


class NumberFilter(django_filters.Filter):
    """Rows by a whole number typed as 71.814."""

    field_class = fields.WholeNumberField


class YesNoFilter(django_filters.Filter):
    """Rows by a truth value: all, yes, no."""

    field_class = fields.YesNoField

    def __init__(self, field_name=None, **kwargs):
        super().__init__(field_name, **{"empty_label": _("all"), **kwargs})

    def filter(self, qs, value):
        """None means all."""
        return qs if value is None else self.get_method(qs)(**{f"{self.field_name}__{self.lookup_expr}": value})


class LookupFilter(django_filters.ModelChoiceFilter):
    """Rows by one of many records, typed by name or key (see common.lookups)."""

    field_class = LookupField

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("empty_label", None)
        super().__init__(*args, **kwargs)

    def filter(self, qs, value):
        """By the number of the record, so that `field_name` may also be "pk"."""
        return super().filter(qs, getattr(value, "pk", value))

    @property
    def field(self):
        """The field over the scope of the person who asks."""
        if not hasattr(self, "_field"):
            options = {key: value for key, value in self.extra.items() if key not in {"empty_label", "null_label"}}
            queryset = options.pop("queryset")
            if callable(queryset):
                queryset = queryset(self.parent.request)
            self._field = LookupField(queryset, label=self.label, **options)
        return self._field


@dataclass(frozen=True)
class FilterWord:
    """A filter in force: what it is, its value in words, and the query parameters to take away."""

    label: str
    value: str
    without: dict


class _Copied(dict):
    """Filters by name. Each set has copies of its own, and what they are made with is never changed: to copy that too
    (all choices, all texts) took longer than to look the rows up."""

    def __deepcopy__(self, memo):
        copies = {name: copy(one) for name, one in self.items()}
        for one in copies.values():
            one.method = one.method  # which binds the method to this copy
        return copies


class _Own(dict):
    """Fields by name that were made for one form alone, so that the form need not copy them."""

    def __deepcopy__(self, memo):
        return self


class FilterForm(Form):
    """The form above a table; its values live in the address. `periods`: the names of beginnings and their ends."""

    periods: tuple[tuple[str, str], ...] = ()

    def clean(self):
        """An end before its beginning is said at the end, which then filters nothing."""
        values = super().clean()
        for first, last in self.periods:
            start, end = values.get(first), values.get(last)
            if start and end and end < start:
                self.add_error(
                    last, _("The end lies before the beginning, so nothing can be between them. Change one.")
                )
        return values


class RegisterFilter(django_filters.FilterSet):
    """Base of all filter sets. Unknown parameters are ignored; a bad value shows its error and filters nothing."""

    # Parameters that turn pages: a new filter starts on the first page.
    PAGING = ("page", "after", "before", "export")

    @classmethod
    def get_filters(cls):
        """Those of the class; see `_Copied`."""
        return _Copied(super().get_filters())

    def get_form_class(self):
        """Always our form, whatever Meta a subclass writes."""
        fields_ = {name: one.field for name, one in self.filters.items()}
        form = type(f"{type(self).__name__}Form", (FilterForm,), fields_ | {"periods": self._periods()})
        form.base_fields = _Own(form.base_fields)
        return form

    def _periods(self) -> tuple[tuple[str, str], ...]:
        """Filters named `…_from` and `…_until`, or `since` and `until`, bound a period together."""
        names = [(name, f"{name.removesuffix('_from')}_until") for name in self.filters if name.endswith("_from")]
        return tuple((first, last) for first, last in [*names, ("since", "until")] if {first, last} <= {*self.filters})

    def value_of(self, name: str):
        """The checked value of a filter; None where it is not given or cannot be used."""
        return None if name in self.errors else self.form.cleaned_data.get(name)

    def words(self) -> list[FilterWord]:
        """The filters in force, in the order of the form."""
        if not self.is_bound:
            return []
        self.errors  # noqa: B018 - validates the form
        cleaned = self.form.cleaned_data
        empty = dict.fromkeys(self.PAGING)
        return [
            FilterWord(display.sentence_case(self.form[name].label), self._in_words(name, value), {**empty, name: None})
            for name, value in cleaned.items()
            if value not in (None, "", [], ())
        ]

    def _in_words(self, name: str, value) -> str:
        choices = getattr(self.form.fields[name], "choices", None)
        if isinstance(value, bool):
            return str(display.yes_no(value))
        if choices is not None and not hasattr(value, "_meta"):
            labels = dict(_flat(choices))
            return str(labels.get(value, labels.get(str(value), value)))
        return str(value) if hasattr(value, "_meta") else str(display.show(value))


def _flat(choices):
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
