"""Forms of the registers of this floor, one module a register; they turn text into values and never save."""
