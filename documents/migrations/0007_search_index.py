"""The words of documents in an index of PostgreSQL, and the column of words in its new form."""

from django.db import migrations

from common.migrating import lift_limits
from documents.words import kept

SEARCHED = ("number", "code", "organ_name", "signer", "recipients", "subject")
# Words, pairs of neighbours ("dich ta", for phrases) and marks for the filters. A plain function of the row's columns:
# what an index may stand on.
FUNCTION = """
CREATE FUNCTION documents_tokens(
    search text, direction text, kind bigint, urgency text, medium text, signature text, cancelled boolean,
    due_on date, completed_on date
) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
DECLARE
    words text[] := string_to_array(btrim(search), ' ');
    word text;
    before text := '.';
    found text[] := words || ARRAY[
        '@' || direction, '@k' || kind::text, '@' || urgency, '@' || medium, '@s' || signature,
        CASE WHEN cancelled THEN '@cancelled' END,
        CASE WHEN due_on IS NULL THEN NULL WHEN completed_on IS NULL THEN '@waiting'
            WHEN completed_on > due_on THEN '@late' ELSE '@intime' END
    ];
BEGIN
    FOREACH word IN ARRAY words LOOP
        IF word <> '.' AND before <> '.' THEN
            found := found || (before || ' ' || word);
        END IF;
        before := word;
    END LOOP;
    RETURN array_to_tsvector(array_remove(found, NULL));
END $$
"""
INDEX = """
CREATE INDEX documents_document_words ON documents_document USING gin (documents_tokens(
    search, direction, type_id, urgency, medium, signature, cancelled, due_on, completed_on
))
"""
# More of the frequent words in the statistics: by them a search chooses its way.
STATISTICS = "ALTER INDEX documents_document_words ALTER COLUMN 1 SET STATISTICS 500"


def rewrite_words(apps, schema_editor):
    """By one plain statement for the rows of a portion: bulk_update takes twice the time."""
    Document = apps.get_model("documents", "Document")
    rows, last = Document.objects.order_by("pk").values_list("pk", "search", *SEARCHED, "type__name"), 0
    while portion := list(rows.filter(pk__gt=last)[:2000]):
        words = [(kept(str(value or "") for value in values), key, before) for key, before, *values in portion]
        with schema_editor.connection.cursor() as cursor:
            changed = [(new, key) for new, key, before in words if new != before]
            cursor.executemany("UPDATE documents_document SET search = %s WHERE id = %s", changed)
        last = portion[-1][0]


def index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in (FUNCTION, INDEX, STATISTICS):
            schema_editor.execute(statement)


def remove_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX documents_document_words")
        schema_editor.execute("DROP FUNCTION documents_tokens")


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_deadline_rules_and_work"),
    ]

    operations = [
        migrations.RunPython(lift_limits, migrations.RunPython.noop),
        migrations.RunPython(rewrite_words, migrations.RunPython.noop),
        migrations.RunPython(index, remove_index),
    ]
