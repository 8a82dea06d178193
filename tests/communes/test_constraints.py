"""What the database refuses by itself, past forms and actions, on both databases."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F

from tests.communes.rows import DAY, one_of_each

LATER = date(2020, 7, 15)
LATER_AT = "2020-07-15T00:00:00+07:00"
BACKWARDS = {"until": DAY}

# (model, constraint) -> an update of a good row that the CHECK must refuse.
CHECKS = {
    ("Unit", "kind_known"): {"kind": "county"},
    ("Unit", "legal_type_known"): {"legal_type": "quan"},
    ("Unit", "until_after_from"): {"valid_until": F("valid_from")},
    ("Unit", "name_given"): {"name": ""},
    ("Unit", "not_own_parent"): {"parent": F("id")},
    ("UnitAlias", "kind_known"): {"kind": "nickname"},
    ("UnitFact", "until_after_since"): BACKWARDS,
    ("UnitFact", "key_known"): {"key": "altitude"},
    ("UnitFact", "not_negative"): {"value": -1},
    ("UnitFact", "norm_group_known"): {"key": "posts", "norm_group": "ix"},
    ("UnitFact", "group_of_posts"): {"norm_group": "vi"},
    ("UnitClosure", "depth_bounded"): {"depth": 11},
    ("StaleMark", "month_in_year"): {"month": 13},
    ("ClosedMonth", "month_in_year"): {"month": 0},
    ("SectionSource", "section_known"): {"section": "weather"},
    ("SectionSource", "source_known"): {"source": "rumour"},
    ("ReportingCalendar", "single"): {"id": 2},
    ("ReportingCalendar", "cutoff_known"): {"cutoff_day": 29},
    ("ReportingCalendar", "months_in_year"): {"last_month": 13},
    ("Equipment", "kind_known"): {"kind": "typewriter"},
    ("Equipment", "funding_source_known"): {"funding_source": "lottery"},
    ("Equipment", "not_negative"): {"cost": -1},
    ("Placement", "until_after_since"): BACKWARDS,
    ("Placement", "condition_known"): {"condition": "lost"},
    ("Placement", "standalone_off_lan"): {"standalone": True, "on_lan": True},
    ("Membership", "role_known"): {"role": "king"},
    ("Membership", "until_after_from"): {"valid_until": F("valid_from")},
    ("Connection", "until_after_since"): BACKWARDS,
    ("Connection", "kind_known"): {"kind": "telegraph"},
    ("Connection", "technology_known"): {"technology": "string"},
    ("Connection", "funded_by_known"): {"funded_by": "lottery"},
    ("Connection", "not_negative"): {"bandwidth_mbps": -1},
    ("Village", "name_given"): {"name": ""},
    ("VillageCount", "until_after_since"): BACKWARDS,
    ("VillageCount", "not_negative"): {"post_points": -1},
    ("VillageCount", "online_within_households"): {"households_online": 61},
    ("Reorganisation", "kind_known"): {"kind": "wish"},
    ("Reorganisation", "applied_by_whom"): {"applied_at": "2020-03-01T00:00:00+07:00"},
    ("Reorganisation", "undone_by_whom"): {"undone_at": "2020-03-02T00:00:00+07:00"},
    ("Reorganisation", "resolution_given"): {"resolution": ""},
    ("Succession", "share_in_range"): {"share": 0},
    ("Succession", "units_differ"): {"predecessor": F("successor")},
    ("Software", "kind_known"): {"kind": "game"},
    ("SoftwareLead", "until_after_since"): BACKWARDS,
    ("SoftwareUse", "until_after_since"): BACKWARDS,
    ("SoftwareUse", "not_negative"): {"accounts": -1, "accounts_active": -1},
    ("SoftwareUse", "active_within_accounts"): {"accounts_active": 6},
    ("FollowUp", "subject_given"): {"subject": ""},
    ("FollowUp", "deadline_not_before_asked"): {"deadline": date(2020, 6, 30)},
    ("FollowUp", "answered_by_whom"): {"answer": "Đã dùng từ 10/07"},
    ("FollowUp", "closed_by_whom"): {"closed_at": "2020-07-20T08:00:00+07:00"},
    ("StaffMember", "name_given"): {"full_name": ""},
    ("Posting", "until_after_since"): BACKWARDS,
    ("Posting", "skill_level_known"): {"skill_level": "wizard"},
    ("Posting", "skill_evidence_known"): {"skill_evidence": "hearsay"},
    ("Posting", "norm_group_known"): {"norm_group": "ix"},
    ("Posting", "evidence_dated"): {"skill_evidence_on": DAY},
    ("Posting", "expiry_of_certificate"): {"certificate_expires_on": DAY},
    ("Training", "subject_given"): {"subject": ""},
    ("StockTake", "state_known"): {"state": "lost"},
    ("StockTake", "closed_by_whom"): {"closed_at": "2020-07-01T00:00:00+07:00"},
    ("StockTakeLine", "kind_known"): {"kind": "typewriter"},
    ("StockTakeLine", "result_known"): {"result": "stolen"},
    ("StockTakeLine", "on_books_or_not"): {"registered_condition": ""},
    ("StockTakeLine", "condition_if_found"): {"result": "present"},
    ("StockTakeLine", "described"): {
        "equipment": None,
        "name": "",
        "serial": "",
        "result": "unexpected",
        "registered_condition": "",
        "found_condition": "good",
    },
    ("StockConfirmation", "month_in_year"): {"month": 13},
}

# (model, constraint) -> what a second row differs in and is refused nevertheless.
UNIQUE = {
    ("Unit", "code_since"): {"slug": "xa-khac"},
    ("UnitAlias", "once"): {"kind": "short"},
    ("UnitFact", "one_open"): {"since": LATER},
    ("UnitFact", "one_start"): {"until": LATER},
    ("ClosedMonth", "once"): {},
    ("SectionSource", "one_start"): {"source": "register"},
    ("Equipment", "serial_once"): {"name": "HP"},
    ("Placement", "one_open"): {"since": LATER},
    ("Placement", "one_start"): {"until": LATER},
    ("Membership", "one_open"): {"valid_from": LATER},
    ("VillageCount", "one_open"): {"since": LATER},
    ("VillageCount", "one_start"): {"until": LATER},
    ("Succession", "once"): {},
    ("Software", "name_once"): {"kind": "national"},
    ("SoftwareLead", "one_open"): {"since": LATER},
    ("SoftwareLead", "one_start"): {"until": LATER},
    ("SoftwareUse", "one_open"): {"since": LATER},
    ("SoftwareUse", "one_start"): {"until": LATER},
    ("FollowUp", "one_open"): {"subject": "Việc khác"},
    ("Posting", "one_open"): {"since": LATER},
    ("Posting", "one_start"): {"until": LATER},
    ("Training", "once"): {},
    ("StockTake", "one_a_day"): {"state": "closed", "closed_at": LATER_AT, "closed_by_id": 1},
    ("StockTake", "one_open"): {"counted_on": LATER},
    ("StockTakeLine", "once"): {"note": "lần hai"},
    ("StockConfirmation", "once"): {},
}
# Several rules hold of one column; which of them answers is the database's affair.
BY_COLUMN_TOO = {
    ("Connection", "not_negative"), ("VillageCount", "not_negative"), ("SoftwareUse", "not_negative"),
    ("StockTake", "state_known"), ("StockTakeLine", "result_known"),
}  # fmt: skip


def ids(case) -> str:
    return "-".join(case)


@pytest.mark.parametrize("case", CHECKS, ids=ids)
def test_check_is_held_by_the_database(tree, case):
    row = one_of_each(tree)[case[0]]
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**CHECKS[case])
    assert f"communes_{case[0].lower()}_{case[1]}" in str(refused.value) or case in BY_COLUMN_TOO


@pytest.mark.parametrize("case", UNIQUE, ids=ids)
def test_second_row_is_refused_by_the_database(tree, case):
    row = one_of_each(tree)[case[0]]
    row.pk, row._state.adding = None, True
    for name, value in UNIQUE[case].items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError, match=r"(?i)unique") as refused, transaction.atomic():
        row.save(force_insert=True)
    # SQLite names the columns, not the constraint.
    assert connection.vendor == "sqlite" or f"communes_{case[0].lower()}_{case[1]}" in str(refused.value)


def test_every_constraint_of_this_floor_is_tried():
    found = {
        (model.__name__, constraint.name.removeprefix(f"communes_{model._meta.model_name}_")): type(constraint)
        for model in apps.get_app_config("communes").get_models()
        for constraint in model._meta.constraints
    }
    assert {case for case, kind in found.items() if kind is models.CheckConstraint} == set(CHECKS)
    assert {case for case, kind in found.items() if kind is models.UniqueConstraint} == set(UNIQUE)


def test_every_constraint_says_why():
    for model in apps.get_app_config("communes").get_models():
        for constraint in model._meta.constraints:
            default = constraint.default_violation_error_message
            assert constraint.violation_error_message != default, constraint.name
