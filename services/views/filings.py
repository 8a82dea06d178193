"""Pages of the register of filings."""

from functools import cached_property

from django.forms import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import clock, display
from common.errors import Refused, StaleVersion
from common.keyset import Keyset, bounded_count
from common.views import (
    RecordHistory,
    RegisterAction,
    RegisterCreate,
    RegisterDetail,
    RegisterEdit,
    RegisterList,
)
from common.views.entering import EnterNext, EntryPage
from communes.scope import scope_of
from services import promises, statuses
from services.actions import filings
from services.filters import FilingFilter
from services.forms.filings import (
    FilingCreateForm,
    FilingEditForm,
    FinishForm,
    ReturnForm,
    StatusForm,
    StepForm,
    next_statuses,
)
from services.models import Desk, Filing, FilingStatus
from services.tables import FilingTable, SupplementTable, TransferTable, state_badge
from services.views.base import sees_one_unit


def _unit(name: str):
    """The name of a unit without a link: its page may not be the reader's to see."""
    return lambda obj: unit.title if (unit := getattr(obj, name)) else None


def _due(filing: Filing):
    """While a request waits for its answer there is no such moment."""
    return filing.late_from or gettext("the time stands still until the papers come")


def _how_promised(filing: Filing) -> str:
    """By the limit or by hand; of an open filing also where the calendar does not reach."""
    if filing.promised_by_hand:
        return gettext("set by hand; it stays when the working calendar changes")
    said = gettext("computed from the time limit and the working calendar")
    if filing.finished_time is None:
        said = " ".join(filter(None, [f"{said}.", promises.warning_of(filing)]))
    return said


class FilingPages:
    """What all pages of the register share."""

    model, register = Filing, "services:filing"
    select_related = ("procedure", "unit", "holding_unit", "resolving_unit", "returning_unit")

    def can_write(self, user, obj=None) -> bool:
        """Officials of the unit that holds the filing now."""
        return scope_of(user).may("registers", obj.holding_unit_id if obj is not None else None)

    def can_act(self, user, obj, name: str) -> bool:
        """The steps that may follow."""
        follows = statuses.TRANSITIONS[obj.status]
        fits = {
            "edit": True,
            "supplement": FilingStatus.SUPPLEMENT_REQUESTED in follows,
            "answer": obj.status == FilingStatus.SUPPLEMENT_REQUESTED,
            "finish": FilingStatus.COMPLETED in follows,
            "result": FilingStatus.RESULT_RETURNED in follows,
            "status": bool(next_statuses(obj)),
        }
        return fits.get(name, False) and self.can_write(user, obj)


class FilingList(FilingPages, RegisterList):
    """Filings, the newest first; with `?desk=` what waits in that way, what presses most first."""

    table_class, filterset_class = FilingTable, FilingFilter
    title = _("Filings")
    template_name = "services/filing_list.html"
    select_related = ("procedure", "unit")

    @cached_property
    def desk(self) -> str:
        """One of models.Desk, or empty for the whole register."""
        wanted = self.request.GET.get("desk", "")
        return wanted if wanted in Desk.values else ""

    @property
    def keyset(self) -> Keyset:
        """By deadline where there is one, by what has waited longest elsewhere."""
        first = {"": "-received_time", Desk.OVERDUE: "late_from", Desk.DUE_TODAY: "late_from"}
        first[Desk.RESULTS] = "finished_time"
        return Keyset(first.get(self.desk, "received_time"), sorts=["received_time", "code"])

    def get_queryset(self):
        """What waits is what the person's units hold now, a part of what is seen."""
        rows = super().get_queryset()
        return rows.held_within(self.request.user) if self.desk else rows

    def get_title(self) -> str:
        """Says what waits, for exports too."""
        if not self.desk:
            return self.title
        return gettext("Filings: %(desk)s") % {"desk": Desk(self.desk).label}

    def get_context_data(self, **kwargs):
        """Adds the tabs and what may be done with many rows; units are said only where there are several."""
        context = super().get_context_data(**kwargs)
        table = context["table"]
        may_act = self.desk not in ("", Desk.PAPERS) and self.can_write(self.request.user)
        if not may_act:
            table.columns.hide("chosen")
        if self.desk:
            table.empty_text = _("Nothing waits here.")
        context |= {"tabs": self._tabs(), "may_act": may_act, "desk": self.desk}
        several = len({row.record.unit_id for row in table.rows}) > 1
        has_column = any(column.name == "unit" for column in table.columns)
        table.shows_unit = not has_column and (several or not sees_one_unit(self.request.user))
        return context

    def _tabs(self) -> list[tuple]:
        """(label, count, value of `desk`, whether we are there, whether it presses)."""
        rows, at = self.filterset.narrowed().held_within(self.request.user), clock.now()
        tabs = [(gettext("All"), None, "", not self.desk, False)]
        for desk in Desk:
            count = bounded_count(rows.on_desk(desk, at=at))
            presses = desk == Desk.OVERDUE and count.number > 0
            tabs.append((display.sentence_case(desk.label), count, str(desk), desk == self.desk, presses))
        return tabs


class FilingDetail(FilingPages, RegisterDetail):
    """One filing with its requests and transfers."""

    actions = [
        ("finish", _("Finish")),
        ("result", _("Return the result")),
        ("supplement", _("Ask for a supplement")),
        ("answer", _("The supplement has come")),
        ("status", _("Another status")),
    ]

    def get_groups(self, obj):
        """A filing that has gone its straight way shows no more than it has."""
        handling = ["status", (_("Against the deadline"), state_badge), "promised_time"]
        if obj.promised_time is not None:
            handling.append((_("How it was promised"), _how_promised))
        if obj.late_from != obj.promised_time:
            handling.append((_("Due, supplements counted"), _due))
        if obj.resolving_unit_id:
            handling.append((_("Resolved by"), _unit("resolving_unit")))
        if obj.holding_unit_id != obj.unit_id:
            handling.append((_("Now held by"), _unit("holding_unit")))
        self.groups = [
            (
                _("Receipt"),
                [
                    "code", "procedure", (_("Time limit"), lambda filing: filing.procedure.limit_words),
                    (_("Received at"), _unit("unit")), "received_time", "channel", "in_system", "note",
                ],
            ),
            (_("Handling"), [*handling, "finished_time"]),
        ]  # fmt: skip
        if obj.finished_time is not None:
            result = [(_("Handed out by"), _unit("returning_unit"))] if obj.returning_unit_id else []
            result += ["returned_time", "result_channel", "electronic_result", "paid_online", "digitised"]
            self.groups.append((_("Result"), result))
        return super().get_groups(obj)

    def related_tables(self, obj):
        asked = list(obj.supplements.all())
        found = [(_("Requests for supplements"), SupplementTable, asked)] if asked else []
        transfers = obj.transfers.select_related("from_unit", "to_unit")
        if obj.holding_unit_id != obj.unit_id:
            found.append((_("Passed on by reorganisations"), TransferTable, transfers))
        return found


class FilingCreate(EntryPage, EnterNext, FilingPages, RegisterCreate):
    """A new filing; with `?after=` another one's number, the one that is typed after that."""

    form_class = FilingCreateForm
    template_name = "services/filing_entry.html"
    title = _("Enter a filing")
    sentence = _("The system keeps no names of applicants.")

    def get_initial(self) -> dict:
        """Now, at one's own unit; after another filing what is likely to be the same, the day of an older pile too."""
        now = clock.now().replace(second=0, microsecond=0)
        initial = {"received_time": now, "unit": scope_of(self.request.user).home_unit_id}
        if self.before is not None:
            initial |= model_to_dict(self.before, fields=self.form_class.kept)
            if timezone.localtime(self.before.received_time).date() != timezone.localtime(now).date():
                initial["received_time"] = self.before.received_time
        return initial

    def perform(self, form):
        return filings.receive(by=self.request.user, **form.values())

    def get_success_message(self, result) -> str:
        """What the clerk tells the citizen; and a warning where the promise passes through a year without holidays."""
        return " ".join(filter(None, [self._entered(result), promises.warning_of(result)]))

    def _entered(self, result) -> str:
        """The code and the promise; the form for the next filing says them itself."""
        if self.wants_next():
            return ""
        if result.promised_time is None:
            return gettext("Entered under the code %(code)s.") % {"code": result.code}
        return gettext("Entered under the code %(code)s, promised for %(promised)s.") % {
            "code": result.code,
            "promised": f"{timezone.localtime(result.promised_time):%d/%m/%Y %H:%M}",
        }

    def get_context_data(self, **kwargs):
        """Adds the filing made before, and the name under which the browser keeps what is typed."""
        home = scope_of(self.request.user).home_unit_id
        return super().get_context_data(
            before=None if kwargs["form"].is_bound else self.before,
            draft=f"filing.{self.request.user.pk}.{home or ''}",
            **kwargs,
        )


class FilingEdit(FilingPages, RegisterEdit):
    """Correct a filing."""

    form_class = FilingEditForm
    sentence = _("For correcting mistakes. The filing goes on by the buttons on its page.")

    def perform(self, form):
        return filings.correct(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class FilingStep(FilingPages, RegisterAction):
    """One step of the life of a filing; a subclass names the action as `step`."""

    form_class, reason = StepForm, False
    step, leads_to = None, None

    def check_rights(self) -> None:
        """Whether the step fits is another question, which `get` and `post` answer in words."""
        self.require(self.can_write(self.request.user, self.object))

    def fits(self) -> bool:
        """Whether the step may follow on what the filing is now."""
        return self.can_act(self.request.user, self.object, self.act)

    def get(self, request, *args, **kwargs):
        """The form, or why there is none."""
        self.load()
        self.check_rights()
        return self.show(self.get_form()) if self.fits() else self.refuse()

    def post(self, request, *args, **kwargs):
        """If somebody went on since the page was opened, `perform` says so, and what was typed stays."""
        self.load()
        self.check_rights()
        seen = request.POST.get("version", str(self.object.version))
        if seen == str(self.object.version) and not self.fits():
            return self.refuse()
        return super().post(request, *args, **kwargs)

    def refuse(self):
        """A page with the reason and the way back."""
        self.template_name = "services/step_refused.html"
        return self.render_to_response(self.get_context_data(form=None, why_not=self.why_not()), status=403)

    def why_not(self) -> str:
        """Why the step does not follow."""
        return statuses.why_not(self.object.status, self.leads_to)

    def get_initial(self):
        return {"at": clock.now().replace(second=0, microsecond=0)}

    def perform(self, form):
        try:
            return type(self).step(self.object, by=self.request.user, version=form.version, **form.values())
        except StaleVersion:
            self.object = self.get_object()
            if not self.fits():
                raise Refused(self.why_not()) from None
            raise

    def get_sentence(self) -> str:
        """Which filing it is, by when it is due, and what the button means."""
        due = self.object.late_from
        words = {"name": self.object.procedure.name, "sentence": self.sentence}
        if due is None:
            return gettext("%(name)s. %(sentence)s") % words
        return gettext("%(name)s, due %(due)s. %(sentence)s") % {
            **words,
            "due": f"{timezone.localtime(due):%d/%m/%Y %H:%M}",
        }


class FilingStatusStep(FilingStep):
    """To a status without a button of its own."""

    form_class, act, step = StatusForm, "status", staticmethod(filings.change_status)
    title, verb = _("Another status"), _("Save the status")

    def why_not(self) -> str:
        """There is none to choose."""
        now = self.object.get_status_display()
        return gettext("From “%(now)s” a filing goes to no other status by this page.") % {"now": now}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "filing": self.object}


class FilingSupplement(FilingStep):
    """More papers are asked for."""

    act, step = "supplement", staticmethod(filings.request_supplement)
    leads_to = FilingStatus.SUPPLEMENT_REQUESTED
    title, verb = _("Ask for a supplement"), _("Save the request")

    def get_sentence(self) -> str:
        """A second request is not free."""
        self.sentence = _("Until the papers come the time does not count.")
        if self.object.supplements.exists():
            self.sentence = _(
                "A supplement has been asked for before; the rule allows one. A second request makes the filing late."
            )
        return super().get_sentence()


class FilingAnswer(FilingStep):
    """The papers have come."""

    def why_not(self) -> str:
        """Nothing was asked for."""
        return gettext("No supplement is asked for at present.")

    act, step = "answer", staticmethod(filings.answer_supplement)
    leads_to = FilingStatus.IN_PROGRESS
    title, verb = _("The supplement has come"), _("Save")
    sentence = _("From then on the time counts again; what is promised moves by the time that the citizen took.")


class FilingFinish(FilingStep):
    """The filing is resolved."""

    form_class, act, step = FinishForm, "finish", staticmethod(filings.finish)
    leads_to = FilingStatus.COMPLETED
    title, verb = _("Finish the filing"), _("Finish")
    sentence = _("The time of finishing decides whether it is early, on time or late.")

    def get_initial(self):
        names = ("electronic_result", "digitised", "paid_online")
        return {**super().get_initial(), **{name: getattr(self.object, name) for name in names}}


class FilingResult(FilingStep):
    """The citizen has the result."""

    form_class, act, step = ReturnForm, "result", staticmethod(filings.return_result)
    leads_to = FilingStatus.RESULT_RETURNED
    title, verb = _("Return the result"), _("Save")

    def get_initial(self):
        names = ("result_channel", "electronic_result", "paid_online")
        return {**super().get_initial(), **{name: getattr(self.object, name) for name in names}}

    def get_sentence(self) -> str:
        """A filing that was not finished before is finished by it."""
        if self.object.finished_time is None:
            self.sentence = _("The filing is finished and its result returned at the same time.")
        else:
            self.sentence = _("The filing was finished before; its time of finishing stays.")
        return super().get_sentence()


class FilingHistory(FilingPages, RecordHistory):
    """Who changed what, when and why."""

    def history_objects(self, obj):
        return [obj, *obj.supplements.all(), *obj.transfers.all()]
