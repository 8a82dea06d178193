"""Pages of the document register, one module a subject."""
