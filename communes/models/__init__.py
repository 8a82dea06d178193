from communes.models.base import Cell, Counted, Dated, DatedQuerySet, RootQuerySet, ScopedQuerySet, Versioned, cell
from communes.models.equipment import COMPUTERS, Condition, Equipment, EquipmentKind, FundingSource, Placement
from communes.models.follow_up import FollowUp, FollowUpState
from communes.models.membership import Membership, Role
from communes.models.network import Connection, ConnectionKind, Technology, Village, VillageCount
from communes.models.reorganisation import Reorganisation, ReorganisationKind, Succession
from communes.models.software import Software, SoftwareKind, SoftwareLead, SoftwareUse
from communes.models.staff import Posting, SkillEvidence, SkillLevel, StaffMember, Training
from communes.models.state import ClosedMonth, ReportingCalendar, Section, SectionSource, Source, StaleMark
from communes.models.stocktake import FOUND_AS, LineResult, StockConfirmation, StockTake, StockTakeLine, TakeState
from communes.models.unit import FactKey, LegalType, NormGroup, Unit, UnitAlias, UnitClosure, UnitFact, UnitKind

__all__ = [
    "COMPUTERS",
    "FOUND_AS",
    "Cell",
    "ClosedMonth",
    "Condition",
    "Connection",
    "ConnectionKind",
    "Counted",
    "Dated",
    "DatedQuerySet",
    "Equipment",
    "EquipmentKind",
    "FactKey",
    "FollowUp",
    "FollowUpState",
    "FundingSource",
    "LegalType",
    "LineResult",
    "Membership",
    "NormGroup",
    "Placement",
    "Posting",
    "Reorganisation",
    "ReorganisationKind",
    "ReportingCalendar",
    "Role",
    "RootQuerySet",
    "ScopedQuerySet",
    "Section",
    "SectionSource",
    "SkillEvidence",
    "SkillLevel",
    "Software",
    "SoftwareKind",
    "SoftwareLead",
    "SoftwareUse",
    "Source",
    "StaffMember",
    "StaleMark",
    "StockConfirmation",
    "StockTake",
    "StockTakeLine",
    "Succession",
    "TakeState",
    "Technology",
    "Training",
    "Unit",
    "UnitAlias",
    "UnitClosure",
    "UnitFact",
    "UnitKind",
    "Versioned",
    "Village",
    "VillageCount",
    "cell",
]
