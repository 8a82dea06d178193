"""A small district in July 2020 in which every measure that a register counts is something; numbers by hand."""

from datetime import date, timedelta

from communes.models import SkillEvidence, SkillLevel, Training, UnitFact
from tests.factories import communes as make
from tests.factories import desk
from tests.factories.desk import make_filing, make_meeting, make_offer, make_procedure
from tests.factories.documents import make_document
from tests.indicators.example_by_hand import BY_HAND

LAST, NEXT, OLD = date(2020, 7, 31), date(2020, 8, 1), date(2019, 3, 1)


def equipment(tree) -> dict:
    """Machines of Tả Củ Tỷ; Bản Phố paid for one of them."""
    tacuty = tree.tacuty
    make.make_equipment(tacuty, acquired_on=date(2020, 7, 1), cost=15_600_500, on_lan=True, antivirus=True)
    make.make_equipment(tacuty, since=OLD, acquired_on=date(2015, 7, 31), standalone=True)  # five years old to the day
    make.make_equipment(tacuty, kind="laptop", since=OLD, acquired_on=date(2015, 8, 1), on_lan=True)
    make.make_equipment(tacuty, since=LAST, cost=999)
    for kind, condition in (("desktop", "broken"), ("laptop", "proposed"), ("desktop", "liquidated")):
        make.make_equipment(tacuty, kind=kind, since=OLD, condition=condition, on_lan=True)
    for kind, condition in (("printer", "good"), ("printer", "good"), ("scanner", "good"), ("scanner", "broken")):
        make.make_equipment(tacuty, kind=kind, since=OLD, condition=condition, one_stop=True)
    make.make_equipment(tacuty, kind="kiosk", since=OLD, one_stop=True)
    make.make_equipment(tacuty, since=OLD, until=LAST)
    make.make_equipment(tacuty, since=NEXT, cost=5_000_000)
    gift = make.make_equipment(tacuty, kind="server", since=LAST, cost=2_000_000)
    type(gift).objects.filter(pk=gift.pk).update(acquired_by_unit=tree.banpho)
    return {
        tacuty: {
            "computers": 4, "desktops": 3, "laptops": 1, "computers_on_lan": 2, "computers_standalone": 1,
            "computers_protected": 1, "computers_in_life": 3, "broken": 2, "printers": 2, "scanners": 1,
            "onestop_kinds": 3, "invested": 15_601,
        },
        tree.banpho: {"invested": 2_000},
    }  # fmt: skip


def staff(tree) -> dict:
    """People of Tả Củ Tỷ, one of them trained twice, one last year; one certificate expired the day before."""
    tacuty = tree.tacuty
    able = {"fluent": True, "has_computer": True, "digital_certificate": True}
    first = make.make_staff(
        tacuty, since=OLD, skill_level=SkillLevel.ADVANCED, skill_evidence=SkillEvidence.DEGREE, **able
    )
    second = make.make_staff(
        tacuty, since=OLD, skill_level=SkillLevel.BASIC, skill_evidence=SkillEvidence.CERTIFICATE, has_computer=True,
        digital_certificate=True, certificate_expires_on=LAST - timedelta(days=1),
    )  # fmt: skip
    third = make.make_staff(
        tacuty, since=LAST, skill_level=SkillLevel.BASIC, skill_evidence=SkillEvidence.ASSESSMENT,
        digital_certificate=True, certificate_expires_on=LAST,
    )  # fmt: skip
    make.make_staff(tacuty, since=OLD, until=LAST, **able)
    make.make_staff(tacuty, since=NEXT, **able)
    days = ((first, date(2020, 1, 1)), (first, LAST), (second, date(2019, 12, 31)), (third, NEXT))
    for number, (person, day) in enumerate(days):
        Training.objects.create(staff_member=person, unit=tacuty, trained_on=day, subject=f"Lớp {number}")
    UnitFact.objects.create(unit=tacuty, key="posts", value=20, since=OLD, until=LAST)
    for group, value in (("vii", 4), ("viii", 19)):
        UnitFact.objects.create(unit=tacuty, key="posts", norm_group=group, value=value, since=LAST)
    UnitFact.objects.create(unit=tacuty, key="distance_km", value=30, since=OLD)
    return {
        tacuty: {
            "total": 3, "quota": 23, "fluent": 1, "skill_basic": 3, "skill_advanced": 1, "skill_certified": 2,
            "trained": 1, "with_computer": 2, "with_certificate": 2,
        }
    }  # fmt: skip


def network(tree) -> dict:
    """Lines of a commune, an office and the district itself, which is no unit that is counted; villages."""
    tacuty = tree.tacuty
    for technology in ("fibre", "copper"):
        make.make_connection(tacuty, since=OLD, technology=technology)
    make.make_connection(tacuty, since=OLD, kind="lan", technology="wired", until=NEXT)
    make.make_connection(tree.office, since=LAST, kind="meeting_point")
    make.make_connection(tree.office, since=OLD, technology="copper")
    make.make_connection(tree.office, since=OLD, kind="lan", until=LAST)
    make.make_connection(tree.district, since=OLD)
    make.make_village(tacuty, since=OLD, households=60, households_online=10, public_access_points=1, post_points=1)
    make.make_village(tacuty, since=OLD, households=None, households_online=3)
    unit = {"units": 1}
    return {
        tacuty: unit | {
            "units_with_lan": 1, "units_with_internet": 1, "units_with_fibre": 1, "households": 60,
            "households_online": 13, "public_access_points": 1, "post_points": 1,
        },
        tree.office: unit | {"units_with_internet": 1, "units_with_meeting_point": 1},
        tree.banpho: unit,
    }  # fmt: skip


def software(tree) -> dict:
    """A specialised programme led by the office; shared ones, required and not."""
    tax = make.make_software("Thuế", lead=tree.office, kind="specialised")
    office, mail = make.make_software("iOffice", lead=tree.office), make.make_software("Thư điện tử")
    make.make_software_use(office, tree.tacuty, since=OLD, accounts=22, accounts_active=20, updated_on=date(2020, 7, 1))
    make.make_software_use(mail, tree.tacuty, since=OLD, in_use=False, accounts=5)
    make.make_software_use(tax, tree.tacuty, since=LAST, updated_on=date(2020, 6, 30))
    make.make_software_use(tax, tree.banpho, since=OLD, required=False, accounts=2, accounts_active=1)
    make.make_software_use(mail, tree.banpho, since=OLD, until=LAST)
    return {
        tree.tacuty: {
            "required": 3, "in_use": 2, "shared_required": 2, "shared_in_use": 1, "accounts": 27,
            "accounts_active": 20, "up_to_date": 1,
        },
        tree.banpho: {"accounts": 2, "accounts_active": 1},
        tree.office: {"specialised": 1},
    }  # fmt: skip


def meetings(tree) -> dict:
    """Two meetings in July, one in August."""
    make_meeting(tree.office, held_on=date(2020, 7, 1), attended=[tree.tacuty], absent=[tree.banpho])
    make_meeting(tree.office, held_on=LAST, attended=[tree.tacuty, tree.banpho])
    make_meeting(tree.office, held_on=NEXT, attended=[tree.tacuty])
    return {
        tree.tacuty: {"invited": 2, "attended": 2},
        tree.banpho: {"invited": 2, "attended": 1},
        tree.office: {"hosted": 2},
    }


def documents(tree) -> dict:
    """Arrivals and issues of July; deadlines count in their month, where the document is handled."""
    tacuty, banpho = tree.tacuty, tree.banpho
    july = date(2020, 7, 1)
    make_document(tacuty, registered_on=july, due_on=LAST, completed_on=LAST)
    make_document(tacuty, registered_on=LAST, medium="paper", due_on=NEXT)
    make_document(tacuty, registered_on=july, in_software=False, due_on=date(2020, 7, 9), completed_on=NEXT)
    make_document(tacuty, registered_on=july, cancelled=True, cancel_reason="nhầm", due_on=LAST)
    make_document(tacuty, registered_on=date(2020, 6, 30), due_on=july, handling_unit=banpho)
    make_document(tacuty, registered_on=LAST)
    for proof in ("none", "checked"):
        make_document(tacuty, "outgoing", registered_on=july, signature="agency", signature_proof=proof)
    make_document(tacuty, "outgoing", registered_on=july, signature_proof="verified", signature_shown="agency")
    make_document(tacuty, "outgoing", registered_on=LAST, signature="personal", medium="paper")
    make_document(tacuty, "outgoing", registered_on=NEXT, signature="agency")
    return {
        tacuty: {
            "incoming": 4, "incoming_electronic": 3, "incoming_processed": 3, "incoming_undated": 1, "incoming_due": 2,
            "incoming_on_time": 1, "outgoing": 4, "outgoing_electronic": 3, "outgoing_signed": 2,
            "outgoing_signed_checked": 1, "outgoing_signed_verified": 1,
        },
        banpho: {"incoming_due": 1},
    }  # fmt: skip


def procedures(tree) -> dict:
    """Offers on the last day of July at each level; the district offers every procedure once."""
    both = [tree.tacuty, tree.banpho]
    make_procedure(offered_by=both, level="3")
    make_procedure(offered_by=[tree.tacuty], level="4")
    plain = make_procedure(level="2")
    make_offer(plain, tree.tacuty, published=False, postal=True)
    make_offer(make_procedure(level="4"), tree.banpho, until=LAST)
    make_offer(make_procedure(), tree.banpho, since=NEXT)
    return {
        tree.tacuty: {"in_force": 3, "published": 2, "level_2": 1, "level_3": 1, "level_4": 1, "postal": 1},
        tree.banpho: {"in_force": 1, "published": 1, "level_3": 1},
    }


def filings(tree) -> dict:
    """Received, finished in time or not, withdrawn, open, late, carried over; one was never accepted."""
    tacuty, one = tree.tacuty, make_procedure(offered_by=[tree.tacuty])
    july, june = "2020-07-01 00:00", "2020-06-30 23:59"
    done = {"status": 9, "finished_time": "2020-07-31 23:59"}
    handed = done | {"status": 10, "returned_time": "2020-07-31 23:59"}
    make_filing(tacuty, one, received=july, channel="online", timeliness="early", **handed)
    how = {"fee_due": True, "paid_online": True, "digitised": True, "result_channel": "postal"}
    make_filing(tacuty, one, received=july, channel="postal", timeliness="late", **how, **handed)
    handed |= {"returned_time": "2020-08-01 00:00"}
    make_filing(tacuty, one, received=june, timeliness="on_time", electronic_result=True, **handed)
    # Finished in June, handed out in July; paid online without a fee due.
    handed = {"status": 10, "finished_time": june, "returned_time": july}
    how = {"paid_online": True, "electronic_result": True, "result_channel": "online"}
    make_filing(tacuty, one, received=june, timeliness="early", **how, **handed)
    make_filing(tacuty, one, received=july, in_system=False, status=7, finished_time=july)
    make_filing(tacuty, one, received=july, status=8, finished_time=july)
    make_filing(tacuty, one, received=july, status=3, finished_time=july)
    make_filing(tacuty, one, received="2020-07-31 23:59", late_from="2020-08-01 00:00")
    make_filing(tacuty, one, received=june, late_from="2020-07-31 17:00")
    make_filing(tacuty, one, received="2020-08-01 00:00")
    return {
        tacuty: {
            **desk.make_every_reason(tacuty, one),
            "received": 5, "received_in_system": 4, "received_direct": 3, "received_online": 1, "received_postal": 1,
            "finished": 3, "finished_early": 1, "finished_on_time": 1, "finished_late": 1, "withdrawn": 1,
            "stopped": 1, "open_in_time": 1, "open_late": 1, "carried_over": 2, "returned": 3, "returned_with_fee": 1,
            "returned_paid_online": 1, "returned_electronic": 1, "returned_digitised": 1,
            "result_direct": 1, "result_online": 1, "result_postal": 1,
        }
    }  # fmt: skip


SECTIONS = (equipment, staff, network, software, meetings, documents, procedures, filings, *BY_HAND)
