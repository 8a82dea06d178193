"""The administration of units and the registers of this floor, one module a subject."""

from communes.admin import access, equipment, follow_ups, network, software, staff, units

__all__ = ["access", "equipment", "follow_ups", "network", "software", "staff", "units"]
