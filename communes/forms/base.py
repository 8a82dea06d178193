"""What the forms of this floor share: fields of dated rows, and units and people within reach."""

from django import forms as django_forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock, forms
from communes.models import Posting, StaffMember, Unit

# Above this many, a list to choose from becomes a field to type in.
MOST_OPTIONS = 60


def row_field(model, name: str, **options):
    """The house field of a field of a dated row, for a form over another model."""
    return forms.house_formfield(model._meta.get_field(name), **options)


class SinceField(forms.DayField):
    """The first day on which something holds; today unless the person says otherwise."""

    def __init__(self, **kwargs):
        super().__init__(**{"label": _("From day"), "initial": clock.today, **kwargs})


class UnitField(forms.ModelChoiceField):
    """A unit to choose from a list, by its full name."""

    def __init__(self, **kwargs):
        super().__init__(**{"queryset": Unit.objects.none(), "label": _("Unit"), **kwargs})

    def label_from_instance(self, obj):
        """With a capital: each entry stands on a line of its own."""
        return obj.title


class UnitsField(django_forms.ModelMultipleChoiceField):
    """Several units to tick."""

    widget = django_forms.CheckboxSelectMultiple

    def label_from_instance(self, obj):
        """With a capital: each stands on a line of its own."""
        return obj.title


class HolderField(forms.ModelChoiceField):
    """A staff member to choose from a list."""

    def __init__(self, **kwargs):
        defaults = {
            "queryset": StaffMember.objects.none(),
            "label": _("Holder"),
            "required": False,
            "empty_label": _("nobody in particular"),
        }
        super().__init__(**{**defaults, **kwargs})


def offer_units(form, name: str = "unit", *, capability: str = "registers") -> None:
    """Let the form's field choose among the existing units in which the person may write; a single one is chosen."""
    units = Unit.objects.in_force(on=clock.today()).writable_by(form.user, capability).in_vietnamese_order()
    found = offer_among(form, name, units)
    if len(found) == 1 and form.fields[name].required:
        form.fields[name].empty_label = None
        form.initial[name] = found[0].pk


def offer_among(form, name: str, units) -> list[Unit]:
    """Let the form's field choose among some units, by typing where they are very many; returns those to choose from a
    list, none where a name is typed."""
    found = list(units[: MOST_OPTIONS + 1])
    if len(found) > MOST_OPTIONS:
        _type_in(form, name, units, url="communes:unit-lookup", key="slug", search_field="search_key")
        return []
    form.fields[name].queryset = units
    return found


def offer_holders(form, name: str = "holder", *, keep: StaffMember | None = None) -> None:
    """Let the form's field choose among the people who work today in units in which the person may write."""
    working = Posting.objects.in_force(on=clock.today()).filter(unit__in=Unit.objects.writable_by(form.user))
    fits = Q(pk__in=working.values("staff_member_id"))
    people = StaffMember.objects.filter(fits | Q(pk=keep.pk) if keep else fits)
    if people[: MOST_OPTIONS + 1].count() > MOST_OPTIONS:
        _type_in(form, name, people, url="communes:staff-lookup", key="pk", search_field="search")
        return
    form.fields[name].queryset = people.order_by("sort_key", "pk")


def _type_in(form, name: str, queryset, **options) -> None:
    field = form.fields[name]
    form.fields[name] = forms.LookupField(
        queryset, label=field.label, help_text=field.help_text, required=field.required, **options
    )
