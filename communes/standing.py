"""What one commune or office holds on a day, and what is missing or out of date there. No request, plain rows.

Read from the registers of one unit, not from figures: it answers for any day, not for the ends of months.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import display
from communes import lacks, life, staffing
from communes.models import (
    COMPUTERS,
    Condition,
    Connection,
    ConnectionKind,
    Equipment,
    FactKey,
    FollowUp,
    Placement,
    Posting,
    SoftwareUse,
    StaffMember,
    StockTake,
    Unit,
    UnitFact,
    Village,
    VillageCount,
)

# A count of villages, or the last update of a programme's data, is called old after these.
COUNT_GROWS_OLD, DATA_GROW_OLD = timedelta(days=365), timedelta(days=92)


@dataclass(frozen=True)
class Holding:
    """What stands in one register: the model whose list shows it, a sentence, further filters of that list."""

    model: type
    text: str
    query: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Gap:
    """Something missing or out of date: a sentence, and the list (route and filters) where it is mended."""

    sentence: str
    route: str
    query: dict = field(default_factory=dict)


class Standing:
    """One unit on a day; a fixed number of queries, whatever it holds."""

    def __init__(self, unit: Unit, *, on: date):
        self.unit, self.on = unit, on
        self._machines = self._read_machines()
        self._people = self._of(Posting).aggregate(all=Count("pk"), n_fluent=Count("pk", filter=Q(fluent=True)))
        self._posts = self._of(UnitFact).filter(key=FactKey.POSTS).aggregate(sum=Sum("value"))["sum"]
        self._lines = list(self._of(Connection).order_by("kind", "pk"))
        self._villages = self._read_villages()
        self._uses = self._read_uses()

    def _of(self, model):
        return model.objects.in_force(on=self.on).filter(unit=self.unit)

    def _read_machines(self) -> dict[str, int]:
        good, computer = Q(condition=Condition.GOOD), Q(equipment__kind__in=COMPUTERS)
        past = Q(pk__in=[])
        for kind in COMPUTERS:
            past |= Q(equipment__kind=kind, equipment__acquired_on__lte=life.bought_before(self.on, kind))
        return self._of(Placement).aggregate(
            desktops=Count("pk", filter=good & Q(equipment__kind="desktop")),
            laptops=Count("pk", filter=good & Q(equipment__kind="laptop")),
            others=Count("pk", filter=good & ~computer),
            broken=Count("pk", filter=Q(condition=Condition.BROKEN)),
            proposed=Count("pk", filter=Q(condition=Condition.PROPOSED)),
            off_lan=Count("pk", filter=good & computer & Q(on_lan=False, standalone=False)),
            unprotected=Count("pk", filter=good & computer & Q(antivirus=False)),
            past_life=Count("pk", filter=good & past),
        )

    def _read_villages(self) -> dict:
        old = self.on - COUNT_GROWS_OLD
        return self._of(VillageCount).aggregate(
            all=Count("pk"), online=Sum("households_online"), points=Sum("public_access_points"),
            offline=Count("pk", filter=Q(households_online=0)), old=Count("pk", filter=Q(since__lt=old)),
        )  # fmt: skip

    def _read_uses(self) -> dict[str, int]:
        required, old = Q(required=True), self.on - DATA_GROW_OLD
        # Named apart from the columns, which Django would take for them.
        return self._of(SoftwareUse).aggregate(
            n_required=Count("pk", filter=required),
            n_used=Count("pk", filter=required & Q(in_use=True)),
            n_old=Count("pk", filter=Q(in_use=True) & (Q(updated_on__lt=old) | Q(updated_on__isnull=True))),
        )

    # --- What it holds -----------------------------------------------------------------------------------------------

    def holdings(self) -> list[Holding]:
        """Register by register."""
        number, machines, villages = display.number, self._machines, self._villages
        computers = machines["desktops"] + machines["laptops"]
        posts = _("not entered") if self._posts is None else number(int(self._posts))
        words = {
            Equipment: _("%(computers)s computers in good use (%(desktops)s desktops, %(laptops)s laptops), "
                         "%(others)s other devices, %(broken)s broken")
            % {"computers": number(computers), "desktops": number(machines["desktops"]),
               "laptops": number(machines["laptops"]), "others": number(machines["others"]),
               "broken": number(machines["broken"] + machines["proposed"])},
            StaffMember: _("%(people)s people, %(fluent)s trained and fluent; assigned posts: %(posts)s")
            % {"people": number(self._people["all"]), "fluent": number(self._people["n_fluent"]), "posts": posts},
            Connection: "; ".join(map(_line, self._lines)) or _("none"),
            Village: _("%(villages)s villages, %(online)s households online, %(points)s public access points")
            % {"villages": number(villages["all"]), "online": number(villages["online"] or 0),
               "points": number(villages["points"] or 0)},
            SoftwareUse: _("%(used)s of %(required)s required programmes in use")
            % {"used": number(self._uses["n_used"]), "required": number(self._uses["n_required"])},
        }  # fmt: skip
        return [Holding(model, text) for model, text in words.items() if model is not Village or villages["all"]]

    # --- What is missing or out of date ------------------------------------------------------------------------------

    def gaps(self, *, today: date) -> list[Gap]:
        """What somebody should see to, the gravest first; empty for a unit that has ended by the day."""
        return [] if not self.unit.exists_on(self.on) else [*self._missing(), *self._worn(), *self._overdue(today)]

    def _missing(self) -> Iterator[Gap]:
        kinds = {line.kind for line in self._lines}
        for kind in (ConnectionKind.LAN, ConnectionKind.INTERNET, ConnectionKind.MEETING_POINT):
            if kind not in kinds:
                yield Gap(
                    display.sentence_case(lacks.LACKS[kind.value]), "communes:connection-missing-list", {"lack": kind}
                )
        unused = self._uses["n_required"] - self._uses["n_used"]
        if unused:
            sentence = ngettext(
                "%(number)s required programme is not in use", "%(number)s required programmes are not in use", unused
            )
            yield Gap(sentence % _n(unused), "communes:software-use-list", {"required": "true", "in_use": "false"})
        if self._posts is not None and (free := int(self._posts) - self._people["all"]) > 0:
            yield Gap(_("%(number)s of the assigned posts are not filled") % _n(free), "communes:staff-list")
        hints = staffing.hints(self.unit.pk, on=self.on)
        for number, words, query in (
            (hints.flag_only, _("%(number)s people are said to have a computer and hold none in the register"),
             {"tally": "flag_only"}),
            (hints.held_only, _("%(number)s people hold a computer in the register and are said to have none"),
             {"tally": "held_only"}),
            (hints.expired, _("%(number)s digital certificates have expired"), {"expiry": "expired"}),
            (hints.expiring, _("%(number)s digital certificates expire within 60 days"), {"expiry": "soon"}),
        ):  # fmt: skip
            if number:
                yield Gap(words % _n(number), "communes:staff-list", query)

    def _worn(self) -> Iterator[Gap]:
        machines = self._machines
        for name, words, query in (
            ("broken", _("%(number)s devices are broken"), {"condition": "broken"}),
            ("proposed", _("%(number)s devices wait for liquidation"), {"condition": "proposed"}),
            ("past_life", _("%(number)s computers in use are past their service life"),
             {"condition": "good", "kind": "computer", "life": "past"}),
            ("off_lan", _("%(number)s computers are not on the LAN"),
             {"condition": "good", "kind": "computer", "lan": "false", "standalone": "false"}),
            ("unprotected", _("%(number)s computers have no licensed antivirus"),
             {"condition": "good", "kind": "computer", "antivirus": "false"}),
        ):  # fmt: skip
            if machines[name]:
                yield Gap(words % _n(machines[name]), "communes:equipment-list", query)
        if self._villages["offline"]:
            words = _("%(number)s villages have no household online")
            yield Gap(words % _n(self._villages["offline"]), "communes:village-list", {"online": "false"})

    def _overdue(self, today: date) -> Iterator[Gap]:
        if self._villages["old"]:
            yield Gap(_("%(number)s villages were counted over a year ago") % _n(self._villages["old"]),
                      "communes:village-list")  # fmt: skip
        if self._uses["n_old"]:
            yield Gap(_("%(number)s programmes in use were not updated for three months") % _n(self._uses["n_old"]),
                      "communes:software-use-list", {"in_use": "true"})  # fmt: skip
        taken = StockTake.objects.filter(unit=self.unit, counted_on__lte=self.on).order_by("-counted_on").first()
        if taken is None or taken.counted_on < self.on - COUNT_GROWS_OLD:
            last = _("never") if taken is None else display.day(taken.counted_on)
            yield Gap(_("No stock-take within a year (last: %(day)s)") % {"day": last}, "communes:stocktake-list")
        owed = FollowUp.objects.waiting().filter(unit=self.unit, asked_on__lte=self.on).aggregate(
            all=Count("pk"), late=Count("pk", filter=Q(deadline__lt=today))
        )  # fmt: skip
        if owed["all"]:
            words = _("%(number)s follow-ups wait for an answer, %(late)s of them overdue")
            numbers = _n(owed["all"]) | {"late": display.number(owed["late"])}
            yield Gap(words % numbers, "communes:follow-up-list")


def _n(number: int) -> dict[str, str]:
    return {"number": display.number(number)}


def _line(line: Connection) -> str:
    speed = f", {display.number(line.bandwidth_mbps)} Mbps" if line.bandwidth_mbps else ""
    return f"{display.sentence_case(line.get_kind_display())} ({line.get_technology_display()}{speed})"
