"""Pages of the catalogue of procedures and of the offers of units."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import clock, display
from common.views import (
    LookupView,
    RecordHistory,
    RegisterAction,
    RegisterCreate,
    RegisterDetail,
    RegisterEdit,
    RegisterList,
)
from communes.scope import scope_of
from services.actions import procedures
from services.filters import ProcedureFilter
from services.forms.procedures import (
    LevelForm,
    OfferForm,
    OfferStateForm,
    ProcedureCreateForm,
    ProcedureForm,
    SinceForm,
)
from services.models import Procedure, ProcedureOffer
from services.models.procedure import NEW_LEVELS_FROM
from services.tables import KeptOfferTable, OfferTable, ProcedureLevelTable, ProcedureTable
from services.views.base import sees_one_unit


class ProcedurePages:
    """What all pages of the catalogue share."""

    model, register = Procedure, "services:procedure"

    def can_write(self, user, obj=None) -> bool:
        return scope_of(user).may("catalogue")

    def can_act(self, user, obj, name: str) -> bool:
        """An ended procedure is only corrected."""
        return self.can_write(user, obj) and (name == "edit" or obj.valid_until is None)


class ProcedureList(ProcedurePages, RegisterList):
    """The catalogue as of today."""

    table_class, filterset_class = ProcedureTable, ProcedureFilter
    title = _("Administrative procedures")
    ordering = ("sort_key",)

    def get_queryset(self):
        user, today = self.request.user, clock.today()
        return super().get_queryset().with_level(on=today).with_offers(on=today, unit_ids=scope_of(user).readable)

    def get_context_data(self, **kwargs):
        """A number of units for those who see several."""
        context = super().get_context_data(**kwargs)
        context["table"].columns.hide("offered_by" if sees_one_unit(self.request.user) else "offered_here")
        return context


class ProcedureDetail(ProcedurePages, RegisterDetail):
    """One procedure with its levels and the units that offer it."""

    groups = [
        (_("Procedure"), ["code", "suffix", "name", "field", "authority", "note"]),
        (
            _("Rules"),
            [
                (_("Time limit"), lambda obj: obj.limit_words), "fee", "legal_basis", "valid_from", "valid_until",
            ],
        ),
    ]  # fmt: skip
    template_name = "services/procedure.html"
    actions = [("level", _("Set the level")), ("offer", _("Add units")), ("end", _("End the procedure"))]

    def get_groups(self, obj):
        """Adds how it is served today: online, and by post."""
        online = (_("Online service today"), [(_("Level"), self._level), (_("Taken by post"), self._postal)])
        return [*super().get_groups(obj), (online[0], [self._fact(obj, item) for item in online[1]])]

    def _level(self, obj) -> str | None:
        row = obj.levels.in_force(on=clock.today()).first()
        return row and f"{display.sentence_case(row.get_level_display())} ({row.law})"

    def _postal(self, obj) -> str | None:
        """Of the units that the person sees."""
        rows = obj.offers.visible_to(self.request.user).in_force(on=clock.today())
        found = rows.aggregate(all=Count("pk"), postal=Count("pk", filter=Q(postal=True)))
        if found["all"] < 2:
            return display.yes_no(bool(found["postal"])) if found["all"] else None
        return gettext("by %(postal)s of %(all)s units that offer it") % {
            name: display.number(count) for name, count in found.items()
        }

    def get_context_data(self, **kwargs):
        """Adds what must be known before a level or a limit is taken for law."""
        return super().get_context_data(warnings=list(self._warnings(self.object)), **kwargs)

    @staticmethod
    def _warnings(obj):
        if obj.recalled:
            yield gettext("Nobody has compared the time limit with the text of the law yet; it may be wrong.")
        if clock.today() >= NEW_LEVELS_FROM and any(row.until is None for row in obj.levels.of_old_law()):
            yield gettext(
                "The levels 1 to 4 ended on 14/08/2022 with Decree 43/2011, and no level of Decree 42/2022 has been "
                "set since: the procedure counts as one without an online level."
            )

    def related_tables(self, obj):
        table = KeptOfferTable if self.can_write(self.request.user, obj) else OfferTable
        rows = obj.offers.visible_to(self.request.user).select_related("unit").order_by("unit__sort_key", "-since")
        return [
            (_("Online levels"), ProcedureLevelTable, obj.levels.order_by("-since")),
            (_("Units that offer it"), table, self._with_acts(list(rows[: self.most_related]))),
        ]

    def _with_acts(self, rows: list) -> list:
        scope = scope_of(self.request.user)
        for row in rows:
            if row.until is None and scope.may("catalogue", row.unit_id):
                row.acts = [
                    (gettext("Change"), reverse("services:offer-change", args=[row.pk])),
                    (gettext("Withdraw"), reverse("services:offer-withdraw", args=[row.pk])),
                ]
        return rows


class ProcedureCreate(ProcedurePages, RegisterCreate):
    """A new procedure."""

    form_class = ProcedureCreateForm
    title = _("Add a procedure")

    def perform(self, form):
        return procedures.create(by=self.request.user, **form.values())


class ProcedureEdit(ProcedurePages, RegisterEdit):
    """Correct a procedure."""

    form_class = ProcedureForm
    sentence = _("For correcting mistakes. Another level, other units or the end have buttons of their own.")

    def perform(self, form):
        return procedures.change(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class ProcedureSetLevel(ProcedurePages, RegisterAction):
    """Another online level from a day on."""

    form_class, reason, act = LevelForm, "optional", "level"
    title, verb = _("Set the online level"), _("Set the level")
    sentence = _("From the day given the procedure has the level given in every unit that offers it.")

    def get_initial(self):
        row = self.object.levels.open().first()
        return {"level": row.level} if row else {}

    def perform(self, form):
        procedures.set_level(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )
        return self.object


class ProcedureAddUnits(ProcedurePages, RegisterAction):
    """Units begin to offer it."""

    form_class, reason, act = OfferForm, "optional", "offer"
    title, verb = _("Add units that offer the procedure"), _("Add the units")
    sentence = _("From the day given the ticked units offer the procedure.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "procedure": self.object}

    def perform(self, form):
        values = form.values()
        procedures.offer(
            self.object, by=self.request.user, version=form.version, reason=form.reason,
            units=list(values.pop("units")), **values,
        )  # fmt: skip
        return self.object


class ProcedureEnd(ProcedurePages, RegisterAction):
    """The procedure is abolished."""

    form_class, reason, act = SinceForm, True, "end"
    title, verb, is_danger = _("End the procedure"), _("End"), True
    sentence = _("From the day given the procedure is no longer in force, and nobody offers it. Filings stay.")

    def perform(self, form):
        return procedures.end(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class ProcedureHistory(ProcedurePages, RecordHistory):
    """Who changed what, when and why; offers only of units that the person sees."""

    def history_objects(self, obj):
        return [obj, *obj.levels.all(), *obj.offers.visible_to(self.request.user)]


class ProcedureLookup(LookupView):
    """Procedures by code, name or field."""

    model = Procedure
    key = "code"
    ordering = ("sort_key", "pk")


class OfferPages:
    """Acts on one unit's offer; afterwards the page of the procedure is shown."""

    model, register = ProcedureOffer, "services:offer"
    select_related = ("procedure", "unit")
    reason = "optional"

    def can_write(self, user, obj=None) -> bool:
        return scope_of(user).may("catalogue", obj.unit_id if obj is not None else None)

    def can_act(self, user, obj, name: str) -> bool:
        """What has ended is past."""
        return obj.until is None and self.can_write(user, obj)

    def get_object(self):
        """Its version is that of the procedure."""
        obj = super().get_object()
        obj.version = obj.procedure.version
        return obj

    def get_success_url(self, result) -> str:
        return self.object.procedure.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.object.procedure.get_absolute_url()

    def get_breadcrumbs(self):
        procedure = self.object.procedure
        return [
            (_("Administrative procedures"), reverse("services:procedure-list")),
            (str(procedure), procedure.get_absolute_url()),
            (self.get_title(), None),
        ]

    def get_sentence(self) -> str:
        """Which unit and procedure it is about."""
        return f"{self.object.unit.title} – {self.object.procedure}. {self.sentence}"


class OfferChange(OfferPages, RegisterAction):
    """Published or not, by post or not, from a day on."""

    form_class, act = OfferStateForm, "change"
    title, verb = _("Change how the unit offers the procedure"), _("Save")
    sentence = _("From the day given the offer is as given here. The past stays as it is.")

    def get_initial(self):
        return {"published": self.object.published, "postal": self.object.postal}

    def perform(self, form):
        return procedures.change_offer(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class OfferWithdraw(OfferPages, RegisterAction):
    """The unit no longer offers it."""

    form_class, act, is_danger = SinceForm, "withdraw", True
    title, verb = _("Withdraw the offer"), _("Withdraw")
    sentence = _("From the day given the unit no longer offers the procedure. Its filings stay.")

    def perform(self, form):
        return procedures.withdraw(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )
