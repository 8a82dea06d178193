"""Pages of the monthly confirmation of stocks: the months of a unit, all units by months, and the two buttons."""

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from common import clock, display
from common.actions import SentAlready
from common.views import RegisterList
from common.views.doing import Undone, do
from communes import stocks
from communes.actions import confirmations
from communes.counting import COUNTED_KINDS
from communes.filters.stocktakes import ConfirmationFilter
from communes.forms.stocktakes import ConfirmForm
from communes.models import Role, StockConfirmation, Unit
from communes.scope import scope_of
from communes.tables.stocktakes import LONG, SHORT, TONES, matrix_table

WORDS = LONG | {"open": gettext_lazy("not confirmed"), "missed": gettext_lazy("closed without a confirmation")}


def sole_unit(user) -> Unit | None:
    """The one unit in which an official writes today; None for everybody else."""
    scope = scope_of(user)
    if scope.is_administrator or set(scope.roles) != {Role.OFFICIAL}:
        return None
    units = list(Unit.objects.in_force(on=clock.today()).writable_by(user)[:2])
    return units[0] if len(units) == 1 else None


def panel_for(user, *, back: str) -> dict | None:
    """What the panel above a register says to an official: the month that is due, and whether it is confirmed."""
    unit = sole_unit(user)
    found = stocks.month_to_confirm(unit, today=clock.today()) if unit is not None else None
    if found is None:
        return None
    month, row = found
    return {"unit": unit, "month": month, "row": row, "state": stocks.state_of(row), "back": back}


class ConfirmationList(RegisterList):
    """An official's own months; for everybody who sees several units, the units by the last months."""

    model, register = Unit, "communes:confirmation"
    template_name = "communes/confirmation_list.html"
    filterset_class = ConfirmationFilter
    title = gettext_lazy("Monthly confirmation")
    ordering = ("sort_key", "valid_from")

    def get(self, request, *args, **kwargs):
        """The months of one unit, or the matrix."""
        unit = self._unit()
        if unit is None:
            return super().get(request, *args, **kwargs)
        return self._months_of(unit)

    def _unit(self) -> Unit | None:
        slug = self.request.GET.get("unit", "")
        if not slug:
            return sole_unit(self.request.user)
        slug = slug[:80].replace("\x00", " ")
        unit = Unit.objects.visible_to(self.request.user).filter(slug=slug).first()
        if unit is None:
            raise Http404
        return unit

    def _months_of(self, unit: Unit):
        self.template_name = "communes/confirmation_unit.html"
        user, today = self.request.user, clock.today()
        scope = scope_of(user)
        may = scope.may("registers", unit.pk)
        rows = [
            (
                row,
                WORDS[row.state],
                TONES.get(row.state, ""),
                may and not row.is_closed and row.state in ("open", "changed"),
                may and not row.is_closed and row.confirmation is not None
                and (row.confirmation.confirmed_by_id == user.pk or scope.is_administrator),
            )
            for row in stocks.unit_months(unit, today=today)
        ]  # fmt: skip
        trail = [] if sole_unit(user) is not None else [(self.title, reverse("communes:confirmation-list"))]
        return self.render_to_response(
            {"title": f"{self.title} – {unit.full_name}", "breadcrumbs": [*trail, (unit.title, None)], "unit": unit,
             "rows": rows}
        )  # fmt: skip

    # --- All units ---------------------------------------------------------------------------------------------------

    @cached_property
    def months(self) -> dict:
        """The last months with the day that counts of each, the oldest first."""
        today = clock.today()
        return {month: stocks.counting_day(month, today=today) for month in stocks.last_months(today=today)}

    def get_queryset(self):
        months = list(self.months)
        was_there = Q(valid_until__isnull=True) | Q(valid_until__gt=months[0].first_day())
        known = StockConfirmation.objects.filter(year__gte=months[0].year)
        units = super().get_queryset().filter(was_there, valid_from__lte=clock.today(), kind__in=COUNTED_KINDS)
        return units.prefetch_related(Prefetch("stock_confirmations", known, to_attr="confirmed"))

    @property
    def table_class(self):
        """A column for each month, with the share of all rows in its foot."""
        return matrix_table(self.months, {month: f"{done}/{there}" for month, (done, there) in self.shares.items()})

    @cached_property
    def shares(self) -> dict:
        """Month -> how many units of the list have confirmed it as it stands, and how many there were."""
        days = list(self.months.values())
        units = self.rows().prefetch_related(None).order_by()
        there = units.aggregate(
            **{
                f"d{number}": Count(
                    "pk",
                    filter=Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day)),
                )
                for number, day in enumerate(days)
            }
        )
        confirmed = StockConfirmation.objects.filter(unit__in=units.values("pk"), changed_since=False)
        done = {
            (year, month): number
            for year, month, number in confirmed.values_list("year", "month").annotate(number=Count("pk"))
        }
        return {
            month: (done.get((month.year, month.month), 0), there[f"d{number}"])
            for number, month in enumerate(self.months)
        }

    def chosen_columns(self):
        """The months are no columns to choose from: a choice of today would hide those to come."""
        return None

    def _chooser(self, table):
        return None

    def get_context_data(self, **kwargs):
        """Adds the share of the month that has ended last, and what the words mean."""
        months = list(self.months)
        month = months[-2] if len(months) > 1 else months[-1]
        done, there = self.shares[month]
        return super().get_context_data(
            month=month,
            done=done,
            there=there,
            percent=display.share(done * 100 / there) if there else display.nothing(),
            legend=[(SHORT[state], LONG[state], TONES[state]) for state in ("confirmed", "changed", "")],
            **kwargs,
        )


class Press(View):
    """A button of a panel: does one thing and goes back to where it was pressed, with a sentence."""

    http_method_names = ["post"]
    sentence = ""

    def perform(self, form):
        """Call the action."""
        raise NotImplementedError

    def post(self, request):
        """Do it; whatever is refused is said on the page that the person came from."""
        form = ConfirmForm(request.POST, user=request.user, token=True)
        if not form.is_valid():
            self._say_wrong(form)
            return HttpResponseRedirect(reverse("communes:confirmation-list"))
        back = form.cleaned_data["back"]
        address = reverse(f"communes:{back}", query=self._query(form, back))
        try:
            do(form, lambda: self.perform(form), by=request.user, address=lambda result: address)
        except SentAlready:
            messages.info(request, _("This form had been sent already; nothing was saved twice."))
        except Undone:
            self._say_wrong(form)
        else:
            names = {"unit": form.cleaned_data["unit"].title, "month": form.cleaned_data["month"].label}
            messages.success(request, self.sentence % names)
        return HttpResponseRedirect(address)

    def _query(self, form, back: str) -> dict | None:
        is_own = sole_unit(self.request.user) == form.cleaned_data["unit"]
        return {"unit": form.cleaned_data["unit"].slug} if back == "confirmation-list" and not is_own else None

    def _say_wrong(self, form) -> None:
        for sentences in form.errors.values():
            for sentence in sentences:
                messages.error(self.request, sentence)


class Confirm(Press):
    """ "Không thay đổi": the registers are right for the month."""

    sentence = gettext_lazy("%(unit)s, month %(month)s: equipment, staff, connections and software are confirmed.")

    def perform(self, form):
        values = form.cleaned_data
        return confirmations.confirm_stocks(
            by=self.request.user, unit=values["unit"], month=values["month"], seen=values["seen"] or None
        )


class Withdraw(Press):
    """One's own confirmation taken back while the month is open."""

    sentence = gettext_lazy("%(unit)s, month %(month)s: the confirmation has been taken back.")

    def perform(self, form):
        values = form.cleaned_data
        confirmations.withdraw_confirmation(by=self.request.user, unit=values["unit"], month=values["month"])
