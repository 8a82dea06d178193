"""Choosing one of many records by typing: a combobox with JavaScript, plain text resolved by key or name without."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from common import text

SEPARATOR = " · "
MOST_WORDS = 8


def lookup_text(obj, key: str) -> str:
    """What stands in the input for a record: its name and its key, so that it can be read back.

    A record whose name holds the key already says in `lookup_name` what stands before it.
    """
    return f"{getattr(obj, 'lookup_name', obj)}{SEPARATOR}{getattr(obj, key)}"


def matching(queryset: QuerySet, query: str, *, key: str, search_field: str) -> QuerySet:
    """Records whose folded text holds every word of `query`, or whose key is `query`.

    A QuerySet with a search of its own says in `holding` what it holds of a query that is being typed.
    """
    if hasattr(queryset, "holding"):
        return queryset.filter(queryset.holding(query, goes_on=True) | _key_is(queryset, key, query.strip()))
    found = Q()
    for word in text.fold(query).split()[:MOST_WORDS]:
        found &= Q(**{f"{search_field}__contains": word})
    return queryset.filter(found | _key_is(queryset, key, query.strip()))


def _key_is(queryset: QuerySet, key: str, value: str) -> Q:
    name = queryset.model._meta.pk.name if key == "pk" else key
    try:
        return Q(**{name: queryset.model._meta.get_field(name).to_python(value)})
    except ValidationError:
        return Q(pk__in=[])


class LookupWidget(forms.TextInput):
    """A text input that form.js turns into a combobox; works as a plain input without it."""

    def __init__(self, url: str, attrs=None):
        self.url = url
        super().__init__({"autocomplete": "off", "spellcheck": "false", **(attrs or {})})

    def get_context(self, name, value, attrs):
        """Adds the address that form.js asks for suggestions."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-lookup"] = str(reverse_lazy(self.url))
        return context


class LookupField(forms.ModelChoiceField):
    """A record out of many, typed by name or key. The queryset is the scope: what is not in it does not exist."""

    default_error_messages = {
        "none": _("Nothing found for “%(value)s”. Type a part of the name, or choose from the list."),
        "several": _("Several records fit “%(value)s”: %(names)s. Choose one from the list."),
    }

    def __init__(self, queryset, *, url: str, key: str = "pk", search_field: str = "search", **kwargs):
        self.key, self.search_field, self.url = key, search_field, url
        kwargs.setdefault("widget", LookupWidget(url))
        super().__init__(queryset, **kwargs)

    def widget_attrs(self, widget):
        return {}

    def prepare_value(self, value):
        """Name and key for a record or its stored number; typed text as it is."""
        if hasattr(value, "_meta"):
            return lookup_text(value, self.key)
        if isinstance(value, int):
            obj = self.queryset.model._default_manager.filter(pk=value).first()
            return lookup_text(obj, self.key) if obj else ""
        return value

    def to_python(self, value):
        """The record; ValidationError when none or more than one fits."""
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, self.queryset.model):
            return value
        value = text.one_line(str(value))[:300]
        key = value.rpartition(SEPARATOR)[2]
        exact = self.queryset.filter(_key_is(self.queryset, self.key, key)).first()
        if exact is not None:
            return exact
        found = list(matching(self.queryset, value, key=self.key, search_field=self.search_field)[:6])
        same = [obj for obj in found if text.fold(str(obj)) == text.fold(value)]
        if len(found) == 1 or len(same) == 1:
            return (same or found)[0]
        self._refuse(value, found)

    def _refuse(self, value: str, found: list):
        names = ", ".join(str(obj) for obj in found[:5]) + (" …" if len(found) > 5 else "")
        raise ValidationError(
            self.error_messages["several" if found else "none"],
            code="invalid_choice",
            params={"value": value[:60], "names": names},
        )

    def has_changed(self, initial, data):
        """Compares records, not texts."""
        try:
            chosen = self.to_python(data)
        except ValidationError:
            return True
        initial = getattr(initial, "pk", initial)
        return (chosen.pk if chosen else None) != (initial or None)
