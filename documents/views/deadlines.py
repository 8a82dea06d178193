"""Pages of the rules on deadlines."""

from django.db.models import Case, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import display
from common.views import RecordHistory, RegisterCreate, RegisterDelete, RegisterDetail, RegisterEdit, RegisterList
from communes.scope import scope_of
from documents.actions import deadlines
from documents.deadlines import days_in_words
from documents.forms.deadlines import RuleCreateForm, RuleForm
from documents.models import DeadlineRule, Urgency
from documents.work_tables import RuleTable, for_whom

KEPT = gettext_lazy("Deadlines that were given already stay as they are.")


class RulePages:
    """What all pages share: members read what holds for them, each unit keeps its own, reviewers those for all."""

    model, register = DeadlineRule, "documents:deadline"
    select_related = ("unit",)

    def can_write(self, user, obj=None) -> bool:
        if obj is not None:
            return deadlines.may_keep(user, obj.unit_id)
        scope = scope_of(user)
        return any(scope.may(capability) for capability in deadlines.CAPABILITIES)

    def get_breadcrumbs(self):
        """Under the list of work."""
        return [(_("Follow-up of handling"), reverse("documents:handling-list")), *super().get_breadcrumbs()]


class RuleList(RulePages, RegisterList):
    """The rules: those for all first, then by unit, the newest of each first."""

    table_class = RuleTable
    title = gettext_lazy("Rules on deadlines")
    template_name = "documents/deadline_list.html"
    ordering = ("place", "haste", "-valid_from", "pk")

    def get_queryset(self):
        """With what they are ordered by; NULL would stand first on one database and last on the other."""
        haste = [When(urgency=urgency, then=Value(place)) for place, urgency in enumerate(reversed(Urgency.values))]
        return super().get_queryset().annotate(place=Coalesce("unit__sort_key", Value("")), haste=Case(*haste))


class RuleDetail(RulePages, RegisterDetail):
    """One rule."""

    groups = [
        (
            "",
            [
                (gettext_lazy("Holds for"), for_whom),
                "urgency",
                (gettext_lazy("Time limit"), lambda rule: days_in_words(rule.working_days)),
                "valid_from",
                "basis",
            ],
        )
    ]

    def get_title(self) -> str:
        return display.sentence_case(str(self.object))


class RuleCreate(RulePages, RegisterCreate):
    """A rule from a day on."""

    form_class, sentence = RuleCreateForm, KEPT
    title = gettext_lazy("Add a rule on deadlines")

    def get_initial(self) -> dict:
        """One's own unit, for those who keep its rules and not those for all."""
        scope = scope_of(self.request.user)
        return {} if scope.may(deadlines.FOR_ALL) else {"unit": scope.home_unit_id}

    def perform(self, form):
        return deadlines.add(by=self.request.user, **form.values())


class RuleEdit(RulePages, RegisterEdit):
    """Correct a rule."""

    form_class, sentence = RuleForm, KEPT

    def perform(self, form):
        return deadlines.change(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class RuleDelete(RulePages, RegisterDelete):
    """Take out a rule entered by mistake."""

    sentence = KEPT

    def perform(self, form):
        deadlines.remove(self.object, by=self.request.user, version=form.version, reason=form.reason)


class RuleHistory(RulePages, RecordHistory):
    """Who changed what, when and why."""
