"""What the API takes and says of a filing. No applicant is named: none is stored."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import ConfigDict

from api.params import Moment, NeededMoment
from common import clock
from communes.scope import Scope
from services.actions.filing_pushes import TAKEN
from services.models import Channel, Filing, FilingStatus

_NOTE = Filing._meta.get_field("note").max_length


class FilingIn(Schema):
    """A filing to enter, as far as it has come. Fields that are not named here are refused, not passed over."""

    model_config = ConfigDict(extra="forbid", strict=True)

    unit: str = Field(max_length=80, description="The slug of the unit that received it.")
    procedure: str = Field(max_length=10, description="The national code of the procedure, such as 1.001193.")
    received_time: NeededMoment = Field(description="When it was received; its day is the day that the code names.")
    code: str = Field("", max_length=40, description="Its running number is enough; empty: the unit's next of the day.")
    channel: Literal[tuple(Channel.values)] = Channel.DIRECT.value
    status: Literal[tuple(sorted(int(status) for status in TAKEN))] = Field(
        int(FilingStatus.ACCEPTED),
        description="The national code of the status. 5 and 6, which have rows of their own, are noted at the desk.",
    )
    promised_time: Moment = Field(None, description="Null: worked out from the time limit, holidays and working days.")
    finished_time: Moment = Field(None, description="Of filings that have ended (3, 7, 8, 9, 10), and of no others.")
    returned_time: Moment = Field(None, description="Of filings whose result was returned (10), and of no others.")
    result_channel: Literal[("", *Channel.values)] = Field("", description="Empty: by post what came by post.")
    resolving_unit: str = Field("", max_length=80, description="A slug; empty: the unit that received it.")
    in_system: bool = True
    paid_online: bool = Field(False, description="Of finished filings, as the next two.")
    electronic_result: bool = False
    digitised: bool = False
    note: Annotated[str, Field(max_length=_NOTE, description="No names or numbers of citizens.")] = ""


class FilingOut(Schema):
    """A filing; units are null where they are not yours to see. Times carry their zone."""

    id: int
    code: str
    procedure: str
    procedure_name: str
    unit: str | None
    holding_unit: str | None
    returning_unit: str | None = Field(description="Who hands out the result after a merger, if not the holding unit.")
    resolving_unit: str | None
    channel: str
    result_channel: str
    status: int
    in_system: bool
    received_time: datetime
    promised_time: datetime | None
    late_from: datetime | None
    finished_time: datetime | None
    returned_time: datetime | None
    state: str
    paid_online: bool
    electronic_result: bool
    digitised: bool
    note: str
    version: int


class FilingPage(Schema):
    """Some filings, and where the next ones begin; null: there are no more."""

    results: list[FilingOut]
    next: str | None


# What is read with a filing to say it.
RELATED = ("procedure", "unit", "holding_unit", "returning_unit", "resolving_unit")
_SAID = {"procedure", "procedure_name", "unit", "holding_unit", "returning_unit", "resolving_unit", "state"}
_AS_STORED = set(FilingOut.model_fields) - _SAID


def out(filing: Filing, scope: Scope) -> dict:
    """What a person of this scope reads of a filing that the scope holds."""

    def slug(unit) -> str | None:
        return unit.slug if unit is not None and scope.sees(unit.pk) else None

    return {name: getattr(filing, name) for name in _AS_STORED} | {
        "procedure": filing.procedure.code,
        "procedure_name": filing.procedure.name,
        "unit": slug(filing.unit),
        "holding_unit": slug(filing.holding_unit),
        "returning_unit": slug(filing.returning_unit),
        "resolving_unit": slug(filing.resolving_unit),
        "state": filing.state(at=clock.now()),
    }
