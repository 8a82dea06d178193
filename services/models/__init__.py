from services.models.activity import ActivityMonth
from services.models.filing import (
    OPEN_STATUSES,
    Channel,
    Desk,
    Filing,
    FilingState,
    FilingStatus,
    Timeliness,
)
from services.models.filing_rows import FilingSupplement, FilingTransfer
from services.models.meeting import Attendance, Meeting
from services.models.procedure import (
    NEW_LEVELS_FROM,
    OLD_LEVELS,
    ONLINE_LEVELS,
    Authority,
    LimitUnit,
    Procedure,
    ProcedureLevel,
    ProcedureOffer,
    ServiceLevel,
)
from services.models.push import FilingPush
from services.models.reason import Cause, ReasonCount, UnusedChannel, causes_of
from services.models.treasury import TreasuryMonth

__all__ = [
    "NEW_LEVELS_FROM",
    "OLD_LEVELS",
    "ONLINE_LEVELS",
    "OPEN_STATUSES",
    "ActivityMonth",
    "Attendance",
    "Authority",
    "Cause",
    "Channel",
    "Desk",
    "Filing",
    "FilingPush",
    "FilingState",
    "FilingStatus",
    "FilingSupplement",
    "FilingTransfer",
    "LimitUnit",
    "Meeting",
    "Procedure",
    "ProcedureLevel",
    "ProcedureOffer",
    "ReasonCount",
    "ServiceLevel",
    "Timeliness",
    "TreasuryMonth",
    "UnusedChannel",
    "causes_of",
]
