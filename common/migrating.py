"""What migrations need that requests must not have."""


def lift_limits(apps, schema_editor) -> None:
    """Let this migration's statements take their time on PostgreSQL: to index millions of rows takes minutes, and a
    statement of the application ends after one (settings.POSTGRES_OPTIONS). For RunPython, as the first operation."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET LOCAL statement_timeout = 0")
        schema_editor.execute("SET LOCAL maintenance_work_mem = '256MB'")
