"""More random acts: lines, villages, programmes, meetings, offers, levels, facts, corrections."""

from datetime import date, timedelta

from hypothesis import strategies as st

from communes.actions import equipment, network, software, staff, units
from communes.models import Connection, Equipment, Placement, Posting, Software, SoftwareUse, StaffMember, Village
from documents.actions import entries
from documents.models import Document
from services.actions import filings, meetings, procedures
from services.models import (
    Filing,
    Meeting,
    Procedure,
    ProcedureLevel,
    ProcedureOffer,
)
from tests.factories import communes as ground
from tests.factories.desk import make_procedure
from tests.indicators.acting import DAYS, Stage, moment, step_of
from tests.indicators.acting_months import MonthActs

ACTS = (
    "line", "upgrade", "unplug", "village", "count", "use", "change_use", "end_use", "drop_use", "lead", "meet",
    "unmeet", "treasure", "retreasure", "offer", "withdraw", "level", "fact", "source", "train", "course",
    "certify", "correct_posting", "correct_placement", "scrap", "redue", "supplement", "answer", "return_result",
    "rereceive", "abandon", "reason", "rereason", "unreason", "recast", "tally", "retally", "untally", "confirm", "fee",
    "result_how",
)  # fmt: skip
more = st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.sampled_from(DAYS), st.integers(0, 50))


class MoreStage(MonthActs, Stage):
    """The same district, with a catalogue to choose from."""

    def __init__(self):
        super().__init__()
        for kind in ("shared", "specialised"):
            ground.make_software(kind=kind, lead=self.tree.office)
        self.procedure.limit_value, self.procedure.limit_unit = 3, "working_day"
        self.procedure.save()
        self.other = make_procedure(offered_by=self.units)

    def _line(self, unit, day, number):
        kind = ("lan", "internet", "meeting_point")[number % 3]
        network.create_connection(by=self.by, unit=unit, since=day, kind=kind, technology="fibre", provider=str(number))

    def _upgrade(self, unit, day, number):
        line = self._pick(Connection, number)
        network.upgrade_connection(line, by=self.by, version=None, since=day, technology="copper")

    def _unplug(self, unit, day, number):
        network.end_connection(self._pick(Connection, number), by=self.by, version=None, since=day)

    def _village(self, unit, day, number):
        network.create_village(by=self.by, unit=unit, name=f"Thôn {number}", since=day, households=number)

    def _count(self, unit, day, number):
        village = self._pick(Village, number)
        network.count_village(village, by=self.by, version=None, since=day, households=60, households_online=number)

    def _use(self, unit, day, number):
        programme = self._pick(Software, number)
        software.add_use(by=self.by, software=programme, unit=unit, since=day, required=number > 9, accounts=number)

    def _change_use(self, unit, day, number):
        use = self._pick(SoftwareUse, number)
        software.change_use(use, by=self.by, version=None, since=day, in_use=bool(number % 2), accounts=number)

    def _end_use(self, unit, day, number):
        software.end_use(self._pick(SoftwareUse, number), by=self.by, version=None, since=day)

    def _drop_use(self, unit, day, number):
        software.delete_use(self._pick(SoftwareUse, number), by=self.by, reason="nhầm")

    def _lead(self, unit, day, number):
        software.lead(self._pick(Software, number), by=self.by, version=None, since=day, unit=unit)

    def _meet(self, unit, day, number):
        who = {other: bool(number % 2) for other in self.units[: 1 + number % 4]}
        meetings.create(by=self.by, host_unit=unit, held_on=day, subject="Giao ban", attendances=who)

    def _unmeet(self, unit, day, number):
        meetings.change(self._pick(Meeting, number), by=self.by, version=None, reason="x", attendances={unit: True})

    def _recast(self, unit, day, number):
        row = self._pick(Filing, number)
        ways = {"channel": "postal", "result_channel": ("direct", "postal")[number % 2]}
        filings.correct(row, by=self.by, version=None, reason="x", procedure=self.other, **ways)

    def _fee(self, unit, day, number):
        root = Procedure.objects.get(pk=self.procedure.pk)
        procedures.change(root, by=self.by, version=None, reason="x", fee=number % 2 * 8000)
        self.procedure = Procedure.objects.get(pk=root.pk)

    def _result_how(self, unit, day, number):
        how = {"paid_online": bool(number % 2), "electronic_result": bool(number % 3), "digitised": bool(number % 5)}
        channel = ("direct", "online", "postal")[number % 3]
        filings.correct(self._pick(Filing, number), by=self.by, version=None, reason="x", result_channel=channel, **how)

    def _offer(self, unit, day, number):
        procedures.offer(self.procedure, by=self.by, version=None, units=[unit], since=day, postal=bool(number % 2))

    def _withdraw(self, unit, day, number):
        procedures.withdraw(self._pick(ProcedureOffer, number), by=self.by, version=None, since=day)

    def _level(self, unit, day, number):
        if ProcedureLevel.objects.exists() and number > 40:
            procedures.remove_row(self._pick(ProcedureLevel, number), by=self.by, reason="x")
            return
        root = Procedure.objects.get(pk=self.procedure.pk)
        procedures.set_level(root, by=self.by, version=None, since=day, level=str(1 + number % 4))

    def _fact(self, unit, day, number):
        units.add_fact(unit, by=self.by, key="posts", value=number, since=day)

    def _source(self, unit, day, number):
        section = ("documents", "staff", "filings", "procedures", "tasks", "treasury", "feedback")[number % 7]
        source = ("report", "register", "import")[number % 3]
        units.set_source(unit, by=self.by, section=section, source=source, since=day)

    def _train(self, unit, day, number):
        person = self._pick(StaffMember, number)
        staff.record_training(person, by=self.by, version=None, trained_on=day, subject=f"Lớp {number}")

    def _course(self, unit, day, number):
        people = StaffMember.objects.filter(postings__unit=unit).distinct().order_by("pk")[: 1 + number % 3]
        staff.record_course(by=self.by, people=people, trained_on=day, subject=f"Lớp {number}")

    def _certify(self, unit, day, number):
        person, until = self._pick(StaffMember, number), day + timedelta(days=number) if number % 5 else None
        skills = {"digital_certificate": True, "certificate_expires_on": until}
        staff.change_skills(person, by=self.by, version=None, since=day, **skills)

    def _correct_posting(self, unit, day, number):
        row = self._pick(Posting, number)
        fields = {"since": day} if number % 2 else {"until": day}
        if row.digital_certificate:
            fields = {"certificate_expires_on": day}
        staff.correct_posting(row, by=self.by, version=None, reason="x", **fields)

    def _correct_placement(self, unit, day, number):
        row = self._pick(Placement, number)
        fields = {"since": day} if number % 2 else {"unit": unit, "on_lan": True}
        equipment.correct_placement(row, by=self.by, version=None, reason="x", **fields)

    def _scrap(self, unit, day, number):
        equipment.change(
            self._pick(Equipment, number), by=self.by, version=None, reason="x", cost=number, kind="laptop"
        )

    def _redue(self, unit, day, number):
        document = self._pick(Document, number)
        entries.change(document, by=self.by, version=None, reason="x", due_on=date(2020, 6 + number % 5, 9))

    def _supplement(self, unit, day, number):
        filing = self._pick(Filing.objects.open(), number)
        filings.request_supplement(filing, by=self.by, version=None, at=step_of(filing, day, number))

    def _answer(self, unit, day, number):
        filing = self._pick(Filing.objects.filter(status=5), number)
        filings.answer_supplement(filing, by=self.by, version=None, at=step_of(filing, day, number))

    def _return_result(self, unit, day, number):
        filing = self._pick(Filing.objects.filter(returned_time=None), number)
        how = {"result_channel": "postal" if number % 2 else "online", "electronic_result": bool(number % 3)}
        filings.return_result(filing, by=self.by, version=None, at=step_of(filing, day, number), **how)

    def _abandon(self, unit, day, number):
        filing = self._pick(Filing.objects.open(), number)
        at = step_of(filing, day, number)
        filings.change_status(filing, by=self.by, version=None, status=7 + number % 2, at=at)

    def _rereceive(self, unit, day, number):
        code = {"code": f"000.00.12.H38-{day:%y%m%d}-{number:04}"}
        filing = self._pick(Filing, number)
        filings.correct(filing, by=self.by, version=None, reason="x", received_time=moment(day), **code)
