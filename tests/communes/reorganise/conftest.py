"""One of everything that a unit can hold."""

from datetime import date

import pytest

from communes.models import UnitFact
from tests.factories import communes as make
from tests.factories.desk import make_filing, make_procedure
from tests.factories.documents import make_document

EARLIER = date(2020, 1, 1)


@pytest.fixture
def held(tree):
    """One of everything that Bản Phố holds, by name."""
    make.open_calendar()
    clerk = make.make_member("official", tree.banpho, valid_from=EARLIER)
    software = make.make_software(lead=tree.banpho)
    make.make_software_use(software, tree.tacuty, since=EARLIER, accounts=5, accounts_active=4)
    make.make_software_use(software, tree.banpho, since=EARLIER, required=False, accounts=3, accounts_active=1)
    for unit, posts in ((tree.banpho, 20), (tree.tacuty, 21)):
        UnitFact.objects.create(unit=unit, key="posts", value=posts, since=EARLIER)
    UnitFact.objects.create(unit=tree.banpho, key="distance_km", value=4, since=EARLIER)
    procedure = make_procedure(offered_by=[tree.banpho])
    return {
        "clerk": clerk,
        "device": make.make_equipment(tree.banpho, since=EARLIER),
        "person": make.make_staff(tree.banpho, since=EARLIER),
        "line": make.make_connection(tree.banpho, since=EARLIER),
        "village": make.make_village(tree.banpho, since=EARLIER, households=60),
        "software": software,
        "procedure": procedure,
        "document": make_document(tree.banpho, due_on=date(2020, 7, 30)),
        "finished": make_document(tree.banpho, due_on=date(2020, 7, 10), completed_on=date(2020, 7, 9)),
        "filing": make_filing(tree.banpho, procedure),
    }
