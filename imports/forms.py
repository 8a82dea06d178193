"""Choosing a register and a file; saying which column is which."""

from itertools import islice

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter.utility import xl_col_to_name

from common import display, forms
from common.folding import FoldedMixin
from communes.forms.base import UnitField, offer_units
from documents.forms.attachments import FilesField, FilesInput
from imports import folders
from imports.columns import Column
from imports.models import Import
from imports.resource import column_of
from imports.resources import RESOURCES, offered_to
from imports.sheets import lines as sheet_lines
from imports.sheets import reading as cells
from imports.sheets.bounds import MOST_CSV
from imports.sheets.values import shown

ENDINGS = ".xlsx,.ods,.csv"
SAMPLES = 3
MOST_WORDS = 5
ANSWERS = [
    ("", gettext_lazy("ask")),
    ("thousands", gettext_lazy("8.412 means 8412")),
    ("decimals", gettext_lazy("8.412 means 8,412 (a decimal)")),
]


class UploadForm(forms.Form):
    """`uploads` is what received the file."""

    resource = forms.ChoiceField(label=gettext_lazy("Register"))
    unit = UnitField(
        required=False, empty_label=gettext_lazy("the rows name their units"),
        help_text=gettext_lazy("The unit of rows that name none."),
    )  # fmt: skip

    def __init__(self, *args, uploads=None, **kwargs):
        super().__init__(*args, **kwargs)
        found = offered_to(self.user)
        self.fields["resource"].choices = [(resource.key, resource.title) for resource in found]
        offer_units(self, "unit")
        self.fields["file"] = FilesField(
            multiple=False, label=_("Spreadsheet"),
            help_text=_("Excel (XLSX), OpenDocument (ODS) or CSV, at most %(size)s.")
            % {"size": display.size(min(settings.FILE_BYTES, MOST_CSV))},
        )  # fmt: skip
        self.fields["file"].widget = FilesInput(multiple=False)
        self.fields["file"].widget.attrs["accept"] = ENDINGS
        self.fields["file"].problems = uploads.problems if uploads is not None else []
        self.fields["file"].error_messages["required"] = _("Choose a file.")

    def clean(self):
        """The register itself, the one file; a register that belongs to no unit needs none."""
        values = super().clean()
        if "resource" in values:
            values["resource"] = RESOURCES[values["resource"]]
            if not values["resource"].asks_unit:
                values["unit"] = None
        if values.get("file"):
            (values["file"],) = values["file"]
        return values


class MapForm(FoldedMixin, forms.Form):
    """One field for each column of the register; `sheet` where the file has several, and what doubtful numbers mean.

    Columns that are neither found nor required are folded away.
    """

    more_label = gettext_lazy("Columns of the register that were not found in the file")

    def __init__(self, *args, spreadsheet: Import, **kwargs):
        super().__init__(*args, **kwargs)
        self.spreadsheet, self.resource = spreadsheet, RESOURCES[spreadsheet.resource]
        if len(spreadsheet.sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label=_("Sheet"), choices=[(place, sheet[0]) for place, sheet in enumerate(spreadsheet.sheets)],
                initial=spreadsheet.sheet, help_text=_("Another sheet is read anew; then its columns stand here."),
            )  # fmt: skip
        samples, choices, more = _samples(spreadsheet), _choices(spreadsheet), []
        for column in self.resource.columns:
            place = spreadsheet.places.get(column.name)
            is_asked = column.required and not (column.name == "unit" and spreadsheet.unit_id)
            self.fields[f"column_{column.name}"] = forms.ChoiceField(
                label=column.label, choices=choices, required=is_asked, initial="" if place is None else place,
                help_text=". ".join(filter(None, [samples.get(place) or str(column.note).rstrip("."), _words(column)])),
            )  # fmt: skip
            if place is None and not is_asked:
                more.append(f"column_{column.name}")
        self.more = tuple(more)
        for name in spreadsheet.asked:
            column = column_of(self.resource, name)
            self.fields[f"answer_{name}"] = forms.ChoiceField(
                label=_("Doubtful numbers of “%(name)s”") % {"name": column.label}, choices=ANSWERS, required=False,
                initial=spreadsheet.answers.get(name, ""),
                help_text=_("Excel keeps 8.412 typed as text in two ways; only you know what was meant."),
            )  # fmt: skip

    def chosen(self) -> dict:
        """What `actions.confirm` takes."""
        values = self.cleaned_data
        places = {column.name: values[f"column_{column.name}"] for column in self.resource.columns}
        answers = {name: values[f"answer_{name}"] for name in self.spreadsheet.asked}
        return {
            "places": {name: int(place) for name, place in places.items() if place != ""},
            "answers": {name: answer for name, answer in answers.items() if answer},
            "sheet": int(values["sheet"]) if "sheet" in values else None,
        }


def _words(column: Column) -> str:
    """What a column of few words may hold: two of like name are told apart by it."""
    options = [label for _value, label in column.options()]
    return _("Holds: %(words)s") % {"words": "; ".join(options)} if 0 < len(options) <= MOST_WORDS else ""


def _choices(spreadsheet: Import) -> list[tuple]:
    """The columns of the file by letter and heading; those that name persons are not offered."""
    found = [("", _("not in this file"))]
    for place, heading in enumerate(spreadsheet.headings):
        if heading not in spreadsheet.dropped:
            found.append((place, f"{xl_col_to_name(place)}: {heading or _('(no heading)')}"))
    return found


def _samples(spreadsheet: Import) -> dict[int, str]:
    """For each column of the file what its first records hold."""
    folder = spreadsheet.path / folders.CELLS
    try:
        rows = cells.rows(folder, cells.sheets(folder)[spreadsheet.sheet], first=spreadsheet.first_row)
        records = sheet_lines.data(rows, spreadsheet.first_row, spreadsheet.headings)
        first = [row for _number, row in islice(records, SAMPLES)]
    except FileNotFoundError:
        return {}  # it has just ended
    found = {}
    for place in range(len(spreadsheet.headings)):
        known = [shown(row[place]) for row in first if place < len(row) and row[place] not in (None, "")]
        if known:
            found[place] = _("In the file: %(values)s") % {"values": "; ".join(dict.fromkeys(known))}
    return found
