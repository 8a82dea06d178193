"""What a page of the register shows beside the columns of its rows: kinds, units, how many files.

Django's own prefetching reads whole records and makes querysets for each row's relations; on a page of fifty rows it
took longer than the search.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from communes.models import Unit
from documents.models import Attachment, Document, DocumentType


def name_kinds(rows: Iterable[Document], kinds: Mapping[int, DocumentType]) -> None:
    """Give each row its kind out of those that are known already."""
    field = Document._meta.get_field("type")
    for row in rows:
        if row.type_id in kinds:
            field.set_cached_value(row, kinds[row.type_id])


def name_units(rows: Iterable[Document]) -> None:
    """Give each row its unit, of which only the title can be read without another query."""
    field = Document._meta.get_field("unit")
    units = Unit.objects.only("legal_type", "name").in_bulk({row.unit_id for row in rows})
    for row in rows:
        field.set_cached_value(row, units[row.unit_id])


def count_files(rows: Iterable[Document]) -> None:
    """Give each row `files_in_force`: how many of its files are neither replaced nor withdrawn."""
    files = Attachment.objects.current().filter(document_id__in=[row.pk for row in rows]).order_by()
    found = Counter(files.values_list("document_id", flat=True))
    for row in rows:
        row.files_in_force = found[row.pk]
