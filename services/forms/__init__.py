"""Forms of this floor; they turn text into values and never save."""
