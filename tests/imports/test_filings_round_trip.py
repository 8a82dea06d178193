"""What the register of filings exports imports back unchanged, and fills the register again when it has lost it all."""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from common.text import one_line
from communes.models import Role
from services import bulk, statuses
from services.models import Channel, Filing, FilingStatus, FilingSupplement
from tests.factories import communes as make
from tests.factories import desk
from tests.factories.documents import make_batch
from tests.imports.exported import data_of, export, few, filled_again, judged, one_of, texts

pytestmark = pytest.mark.django_db
LIST, SUCCEEDED, ENDED = "services:filing-list", date(2020, 4, 1), date(2020, 7, 25)
# Holidays and weekends too, to the microsecond as programs send it.
moment = st.datetimes(datetime(2020, 1, 1), datetime(2020, 7, 20)).map(timezone.make_aware)
later = st.timedeltas(timedelta(0), timedelta(days=6))
FILINGS = st.fixed_dictionaries({
    "received_time": moment, "status": one_of(FilingStatus), "channel": one_of(Channel), "ended": later,
    "returned": later, "promised": st.none() | st.timedeltas(timedelta(0), timedelta(days=90)),
    "result_channel": one_of(Channel), "in_system": st.booleans(), "paid_online": st.booleans(),
    "electronic_result": st.booleans(), "digitised": st.booleans(), "note": st.just("") | texts().map(one_line),
    "place": st.integers(0, 1), "procedure": st.integers(0, 2), "resolver": st.integers(0, 2),
})  # fmt: skip


@pytest.fixture
def place(db):
    make.open_calendar()
    tree = make.make_district()
    # One district lies elsewhere, and has an office of the same name.
    elsewhere = make.make_unit("Si Ma Cai", kind="district", parent=tree.province)
    units = [tree.tacuty, make.make_unit("Sán Chải", parent=elsewhere)]
    namesake = make.make_unit(tree.office.name, kind="office", parent=elsewhere, slug="namesake")
    ended = make.make_unit("Phòng Y tế", kind="office", parent=tree.province, valid_until=ENDED)
    resolvers = [(None, tree.office, ended), (None, namesake, ended)]
    former = desk.make_procedure("Khai sinh (cũ)", code="1.001193", valid_until=SUCCEEDED)
    latter = desk.make_procedure("=Khai sinh", code="1.001193", valid_from=SUCCEEDED, limit_value=None, limit_unit="")
    for unit in units:
        desk.make_offer(former, unit, until=SUCCEEDED)
        desk.make_offer(latter, unit, since=SUCCEEDED)
    others = [desk.make_procedure(offered_by=units) for _number in range(2)]
    return units, resolvers, [(former, latter), *((other, other) for other in others)]


def entered(place, number: int, values: dict) -> Filing:
    """An unsaved filing, as far as its status says."""
    units, resolvers, procedures = place
    values = dict(values)
    at = values.pop("place")
    received, status = values["received_time"], values["status"]
    former, latter = procedures[values.pop("procedure")]
    ended, returned, promised = (values.pop(name) for name in ("ended", "returned", "promised"))
    day = timezone.localtime(received).date()
    finished = received + ended if status in statuses.FINAL else None
    return Filing(
        unit=units[at], procedure=former if day < SUCCEEDED else latter,
        code=f"{desk.AGENCY}-{day:%y%m%d}-{number:04}", finished_time=finished,
        returned_time=finished + returned if status == FilingStatus.RESULT_RETURNED else None,
        promised_time=None if promised is None else received + promised,
        resolving_unit=resolvers[at][values.pop("resolver")], **values,
    )  # fmt: skip


@few
@given(data=st.data())
def test_register_imports_back_unchanged_and_fills_itself_again(place, tmp_path, data):
    (home, other), _resolvers, _procedures = place
    with transaction.atomic():
        drawn, sees_both = data.draw(st.lists(FILINGS, min_size=1, max_size=8)), data.draw(st.booleans())
        by = make.make_administrator() if sees_both else make.make_member(Role.OFFICIAL, home)
        rows = [
            entered(place, number, values | ({} if sees_both else {"place": 0})) for number, values in enumerate(drawn)
        ]
        bulk.insert_filings(by=None, batch=make_batch(), filings=rows)
        kinds = {kind: export(by, LIST, kind) for kind in ("xlsx", "csv")}
        # Nothing but what a file does not hold: papers that were asked for, and who holds the filing by now.
        passed_on, filing = transaction.savepoint(), Filing.objects.first()
        FilingSupplement.objects.create(filing=filing, requested_time=filing.received_time)
        Filing.objects.filter(pk=filing.pk).update(holding_unit=other)
        for kind, content in [*kinds.items(), ("csv", export(by, LIST, "csv"))]:
            lines = judged("filings", content, by=by, folder=tmp_path, unit=home)
            found = [(item.fate.value, item.before, item.faults) for item in lines]
            assert found == [("unchanged", {}, [])] * len(drawn), kind
        transaction.savepoint_rollback(passed_on)
        Filing.objects.all().delete()
        filled_again("filings", kinds[data.draw(st.sampled_from(sorted(kinds)))], by=by, unit=home, rows=len(drawn))
        assert data_of(export(by, LIST, "csv")) == data_of(kinds["csv"])
        transaction.set_rollback(True)
