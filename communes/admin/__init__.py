"""The administration of units and the registers of this floor, one module a subject."""
