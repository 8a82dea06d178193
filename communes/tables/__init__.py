"""Tables of the registers of this floor: the lists, and the dated rows under a record."""
