"""The line above a dashboard that says what it shows and lets it be changed."""

from datetime import timedelta

from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _

from common import display, forms
from common.months import span
from communes.models import Unit, UnitKind

STRUCTURE_CHOICES = [("was", _("boundaries as they were then")), ("is", _("boundaries as they are now"))]
# With more units than this a list to choose from is no help; then the name is typed.
MOST_LISTED = 60
ONE_DAY = timedelta(days=1)


class UnitChoice(forms.LookupField):
    """A unit of the person's scope, typed by name or slug."""

    def __init__(self, user, **kwargs):
        super().__init__(
            Unit.objects.visible_to(user), url="communes:unit-lookup", key="slug", search_field="search_key", **kwargs
        )


class StateForm(forms.Form):
    """Unit, first and last month, structure; sent by GET, so that the address can be passed on."""

    def __init__(self, state, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        months = [(str(month), month.label) for month in span(*state.opened)]
        options = {"label": _("unit"), "required": False}
        listed = list(Unit.objects.visible_to(user).in_vietnamese_order()[: MOST_LISTED + 1])
        is_list = len(listed) <= MOST_LISTED
        # "from" is a word of Python, so the fields are not class attributes.
        self.fields = {
            "unit": forms.ChoiceField(choices=_by_kind(listed), **options) if is_list else UnitChoice(user, **options),
            "from": forms.ChoiceField(choices=months, label=_("from month"), required=False),
            "to": forms.ChoiceField(choices=months, label=_("to month"), required=False),
            "structure": forms.ChoiceField(choices=STRUCTURE_CHOICES, label=_("boundaries"), required=False),
        }
        if state.kind:
            self.fields["kind"] = forms.ChoiceField(
                choices=[(state.kind, state.kind)], required=False, widget=HiddenInput
            )
        self.initial = {
            "kind": state.kind,
            "unit": state.unit.slug if is_list else state.unit,
            "from": str(state.period.first),
            "to": str(state.period.last),
            "structure": state.structure,
        }


def _by_kind(units: list[Unit]) -> list[tuple]:
    """Units as groups of choices, the higher kinds first; one that is no more says until when it was."""
    groups: dict[str, list] = {}
    for unit in units:
        name = unit.title
        if unit.valid_until is not None:
            name = _("%(unit)s (until %(day)s)") % {"unit": name, "day": display.day(unit.valid_until - ONE_DAY)}
        groups.setdefault(unit.kind, []).append((unit.slug, name))
    return [(display.sentence_case(label), groups[kind]) for kind, label in UnitKind.choices if kind in groups]
