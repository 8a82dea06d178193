"""Forms of the document register, one module a subject; they turn text into values and never save."""
