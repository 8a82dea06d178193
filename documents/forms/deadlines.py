"""Rules on deadlines, and how the entry forms ask for one."""

from django.forms import RadioSelect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock, display, forms
from communes.forms.base import MOST_OPTIONS, UnitField
from communes.models import Unit
from communes.scope import scope_of
from documents.actions.deadlines import FOR_ALL, units_kept_by
from documents.deadlines import Deadlines, in_words
from documents.models import DeadlineRule, Urgency

KEEP, BY_RULE = "keep", "rule"


class RuleForm(forms.ModelForm):
    """What may be corrected of a rule."""

    class Meta:
        model = DeadlineRule
        fields = ["working_days", "valid_from", "basis"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.validate_constraints = lambda exclude=None: None
        self.fields["working_days"].help_text = gettext_lazy("0 means within the day of arrival.")
        self.fields["basis"].help_text = gettext_lazy(
            "Where the rule stands, for example: the unit's working regulation, decision number and date."
        )


class RuleCreateForm(RuleForm):
    """A rule of one of the person's units, or of all."""

    unit = UnitField(required=False)

    class Meta(RuleForm.Meta):
        fields = ["unit", "urgency", "working_days", "valid_from", "basis"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("valid_from", clock.today())
        self.fields["urgency"].choices = Urgency.choices
        self._offer_units()

    def _offer_units(self) -> None:
        """Those whose rules the person keeps; "all units" for those who keep the rules of all."""
        field = self.fields["unit"]
        units = units_kept_by(self.user).in_force(on=clock.today()).in_vietnamese_order()
        field.required = not scope_of(self.user).may(FOR_ALL)
        field.empty_label = None if field.required else _("all units that have no rule of their own")
        if units[: MOST_OPTIONS + 1].count() > MOST_OPTIONS:
            self.fields["unit"] = forms.LookupField(
                units, label=field.label, required=field.required, url="communes:unit-lookup", key="slug",
                search_field="search_key", help_text=_("Leave empty for all units that have no rule of their own."),
            )  # fmt: skip
            return
        field.queryset = units


class AsksNoDeadline(forms.FormMixin):
    """For a new incoming document: an empty deadline is worked out, unless the clerk says that there is none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["no_deadline"] = forms.BooleanField(
            label=gettext_lazy("No deadline: the document needs no answer"),
            required=False,
            help_text=gettext_lazy("It then does not count in the share of documents finished on time."),
        )
        self.fields["due_on"].help_text = self._say_usual()
        names = [name for name in self.fields if name != "no_deadline"]
        names.insert(names.index("due_on") + 1, "no_deadline")
        self.order_fields(names)

    def _say_usual(self) -> str:
        """What the software would work out for a document that arrives today."""
        told = _("Leave empty: the deadline is worked out from the urgency.")
        unit = self.initial.get("unit")
        unit = unit.pk if isinstance(unit, Unit) else unit
        if unit is None:
            return told
        found, today = Deadlines.load([unit]), clock.today()
        days = [(label, found.of(unit, value, today).due_on) for value, label in Urgency.choices]
        said = ", ".join(f"{label} {display.day(day)}" for label, day in days if day)
        return f"{told} {_('If it arrives today: %(days)s.') % {'days': said}}" if said else told

    def clean(self):
        """Not both."""
        values = super().clean()
        if values.get("no_deadline") and values.get("due_on"):
            self.add_error("no_deadline", _("Give a deadline, or say that there is none; not both."))
        return values


class OffersDeadline(forms.FormMixin):
    """For a correction: another urgency of an open document means another deadline by rule; the clerk chooses."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored = {name: getattr(self.instance, name) for name in ("urgency", "due_on")}
        # Only a page that has offered the choice sends it.
        if self.is_bound and self.add_prefix("new_deadline") in self.data:
            self._offer(_("by the rule"), _("as it is"))

    def _offer(self, by_rule: str, as_it_is: str) -> None:
        self.fields["new_deadline"] = forms.ChoiceField(
            label=gettext_lazy("The urgency is another one; the deadline"),
            choices=[(BY_RULE, by_rule), (KEEP, as_it_is)],
            widget=RadioSelect,
            required=False,
        )
        names = [name for name in self.fields if name != "new_deadline"]
        names.insert(names.index("due_on"), "new_deadline")
        self.order_fields(names)

    def clean(self):
        """Take the deadline that was chosen, or ask which."""
        values = super().clean()
        chosen = values.pop("new_deadline", None)
        found = self._other_deadline(values)
        if found is None:
            self.fields.pop("new_deadline", None)
            return values
        self._offer(in_words(found), _("stays %(day)s") % {"day": display.day(self.stored["due_on"])})
        if chosen == BY_RULE:
            values["due_on"] = found.due_on
        elif chosen != KEEP:
            self.add_error("new_deadline", _("Choose which deadline holds from now on."))
        return values

    def _other_deadline(self, values: dict):
        """What the rule says of the new urgency; None where there is nothing to offer: the same urgency, a deadline
        that the clerk has changed, none so far, or a document that is finished."""
        urgency, due_on, arrived = (values.get(name) for name in ("urgency", "due_on", "registered_on"))
        if not urgency or not arrived or urgency == self.stored["urgency"] or values.get("completed_on"):
            return None
        if self.stored["due_on"] is None or due_on != self.stored["due_on"]:
            return None
        found = Deadlines.load([self.instance.unit_id]).of(self.instance.unit_id, urgency, arrived)
        return found if found.due_on not in (None, due_on) else None
