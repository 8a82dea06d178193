"""In a split: which thing goes to which heir, to be chosen one by one."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from common import display
from communes.models import Membership
from communes.reorganise.plan import Plan
from communes.reorganise.rehome import REHOMED, ends_after, key_of

# Longer lists are moved to the main heir as a whole and sorted out afterwards, thing by thing, in their registers.
MOST = 400


@dataclass(frozen=True)
class Thing:
    """Something of the unit that is split; `place` is the heir that gets it now."""

    key: str
    group: str
    label: str
    place: int


def things(plan: Plan) -> list[Thing]:
    """Everything that can go to the one or the other heir, register by register; empty when there is no choice."""
    if len(plan.heirs) < 2 or len(plan.ending) != 1:
        return []
    unit, day = plan.ending[0], plan.effective_on
    found = [("unfinished", _("Work"), _("Unfinished documents and filings"))]
    for model, (_name, root) in REHOMED.items():
        rows = model.objects.filter(ends_after(day), unit=unit).select_related(root or "unit").order_by("pk")
        thing = model._meta.get_field(root).related_model if root else model
        group = display.sentence_case(thing._meta.verbose_name_plural)
        for row in rows[:MOST]:
            label = str(getattr(row, root)) if root else f"{row.get_kind_display()} {row.provider}".strip()
            found.append((key_of(row), group, label))
    still = Q(valid_until__isnull=True) | Q(valid_until__gt=day)
    for row in Membership.objects.filter(still, unit=unit).select_related("user").order_by("user__username"):
        label = _("%(person)s (%(role)s)") % {"person": row.user, "role": row.get_role_display()}
        found.append((f"membership:{row.pk}", _("Roles of people"), label))
    # A thing with several rows to come is one thing.
    once = {key: (group, label) for key, group, label in reversed(found)}
    return [
        Thing(key, group, display.sentence_case(label), plan.place_of(key))
        for key, (group, label) in reversed(once.items())
    ]
