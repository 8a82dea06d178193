"""The filters of the audit trail."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import display, filters
from common.models import AuditEvent
from common.text import fold, sort_key
from communes.models import Unit
from dashboards import acts, trail

_OURS = ("common", "accounts", "communes", "documents", "services", "indicators", "imports")
# Derived rows and notes of the machinery, which no act writes for their own sake.
_DERIVED = {
    "common.auditevent", "common.auditchange", "common.auditseal", "common.audithead", "common.formtoken",
    "communes.unitclosure", "communes.stalemark", "indicators.figure", "indicators.procedurefigure",
    "indicators.coveragefigure",
}  # fmt: skip


def record_kinds() -> list[tuple[str, str]]:
    """The kinds of records that an act can change, by name."""
    found = [
        (model._meta.label_lower, display.sentence_case(model._meta.verbose_name))
        for label in _OURS
        for model in apps.get_app_config(label).get_models()
        if model._meta.label_lower not in _DERIVED
    ]
    return sorted(found, key=lambda choice: sort_key(choice[1]))


def subjects() -> list[tuple[str, str]]:
    """What acts are about, by name."""
    return sorted(((key, str(label)) for key, label in acts.SUBJECTS.items()), key=lambda choice: sort_key(choice[1]))


class TrailFilter(filters.RegisterFilter):
    """By person, act, business day, kind of record and unit; each narrows what the person may see anyway."""

    person = filters.TextFilter(method="by_person", label=_("Person"))
    act = filters.ChoiceFilter(choices=subjects, method="by_act", label=_("Subject"))
    since = filters.FromDay("business_day", label=_("From day"))
    until = filters.UntilDay("business_day", label=_("Until day"))
    record = filters.ChoiceFilter(choices=record_kinds, method="by_record", label=_("Kind of record"))
    unit = filters.LookupFilter(
        queryset=lambda request: Unit.objects.visible_to(request.user),
        url="communes:unit-lookup",
        key="slug",
        search_field="search_key",
        method="by_unit",
        label=_("Unit"),
    )

    class Meta:
        model = AuditEvent
        fields: list[str] = []

    def by_person(self, events, name, value):
        """Events of people whose present or former name, or login name, holds the text."""
        words = fold(value or "")
        if not words:
            return events
        people = get_user_model().objects.only("username", "full_name")
        ids = [person.pk for person in people if words in fold(f"{person.full_name} {person.username}")]
        return events.filter(Q(actor_id__in=ids) | Q(actor_name__icontains=value.strip()))

    def by_act(self, events, name, value):
        """Events of one subject."""
        return events.filter(action__startswith=f"{value}.")

    def by_record(self, events, name, value):
        """Events that changed a record of this kind."""
        return trail.with_changes(events, trail.visible_changes(self.request.user).filter(model=value))

    def by_unit(self, events, name, value):
        """Events that changed a record of this unit."""
        return trail.with_changes(events, trail.visible_changes(self.request.user).filter(unit_id=value.pk))
