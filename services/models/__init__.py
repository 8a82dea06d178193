from services.models.activity import ActivityMonth
from services.models.filing import (
    OPEN_STATUSES,
    Channel,
    Filing,
    FilingState,
    FilingStatus,
    FilingSupplement,
    FilingTransfer,
    Timeliness,
)
from services.models.meeting import Attendance, Meeting
from services.models.procedure import (
    ONLINE_LEVELS,
    Authority,
    LimitUnit,
    Procedure,
    ProcedureLevel,
    ProcedureOffer,
    ServiceLevel,
)
from services.models.treasury import TreasuryMonth

__all__ = [
    "ONLINE_LEVELS",
    "OPEN_STATUSES",
    "ActivityMonth",
    "Attendance",
    "Authority",
    "Channel",
    "Filing",
    "FilingState",
    "FilingStatus",
    "FilingSupplement",
    "FilingTransfer",
    "LimitUnit",
    "Meeting",
    "Procedure",
    "ProcedureLevel",
    "ProcedureOffer",
    "ServiceLevel",
    "Timeliness",
    "TreasuryMonth",
]
