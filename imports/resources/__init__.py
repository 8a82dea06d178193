"""The registers that can be imported, in the order in which they are offered."""

from communes.scope import scope_of
from imports.resource import Resource
from imports.resources.connections import ConnectionResource
from imports.resources.documents import Incoming, Outgoing
from imports.resources.equipment import EquipmentResource
from imports.resources.filings import FilingResource
from imports.resources.monthly import MonthlyResource
from imports.resources.procedures import ProcedureResource
from imports.resources.software import SoftwareUseResource
from imports.resources.staff import StaffResource

_OFFERED = (
    Incoming(),
    Outgoing(),
    FilingResource(),
    EquipmentResource(),
    StaffResource(),
    ConnectionResource(),
    SoftwareUseResource(),
    ProcedureResource(),
    MonthlyResource(),
)
RESOURCES: dict[str, Resource] = {resource.key: resource for resource in _OFFERED}


def offered_to(user) -> list[Resource]:
    """Those that the person writes."""
    scope = scope_of(user)
    return [resource for resource in RESOURCES.values() if scope.may(resource.capability)]
