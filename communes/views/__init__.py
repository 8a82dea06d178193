"""Pages of the registers of this floor, one module a register."""
