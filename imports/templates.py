"""The empty sheet of a register: its columns, what to write in each, drop-downs for whatever has few values."""

import io

import xlsxwriter
from django.utils.translation import gettext as _

from common import display
from common.exports import guard_cell
from communes.models import Unit
from imports.columns import Column
from imports.resource import Resource

ROWS = 5000
MOST_UNITS = 1000
WORDS = {
    "text": lambda: _("text"),
    "whole": lambda: _("whole number"),
    "number": lambda: _("number"),
    "day": lambda: _("day, such as 02/01/2020"),
    "moment": lambda: _("day and time, such as 02/01/2020 08:30"),
    "month": lambda: _("month, such as 06/2020"),
    "yes_no": lambda: _("yes or no"),
    "choice": lambda: _("one of the list"),
    "unit": lambda: _("unit by its name or code"),
}


def workbook(resource: Resource, *, user) -> io.BytesIO:
    """The XLSX file, ready to be read."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "must": book.add_format(
                {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "font_color": "#A01818"}
            ),
            "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
            "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
            "month": book.add_format({"num_format": "@"}),
            "text": book.add_format({"num_format": "@"}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        sheet, lists = book.add_worksheet(_("Data")), book.add_worksheet(_("Lists"))
        lists.hide()
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(resource.columns):
            options = _options(column, user)
            label = str(column.label)
            sheet.write_string(0, place, label, formats["must" if column.required else "head"])
            sheet.set_column(place, place, max(12, min(40, len(label) + 4)), formats.get(column.kind))
            if options:
                _offer(sheet, lists, place, options)
        _explain(book, resource, formats)
    content.seek(0)
    return content


def _options(column: Column, user) -> list[str]:
    if column.kind == "choice":
        return [label for _value, label in column.options()]
    if column.kind == "yes_no":
        return [display.yes_no(True), display.yes_no(False)]
    if column.kind == "unit":
        units = Unit.objects.visible_to(user).filter(valid_until__isnull=True).in_vietnamese_order()[: MOST_UNITS + 1]
        names = [unit.title for unit in units]
        return names if len(names) <= MOST_UNITS else []
    return []


def _offer(sheet, lists, place: int, options: list[str]) -> None:
    """A drop-down from a hidden sheet: a list inside the rule itself ends after 255 characters."""
    for line, text in enumerate(options):
        lists.write_string(line, place, guard_cell(text))
    letter = xlsxwriter.utility.xl_col_to_name(place)
    sheet.data_validation(
        1, place, ROWS, place,
        {
            "validate": "list", "source": f"='{lists.get_name()}'!${letter}$1:${letter}${len(options)}",
            "error_title": _("Not in the list"), "error_message": _("Choose one of the values of the list."),
        },
    )  # fmt: skip


def _explain(book, resource: Resource, formats: dict) -> None:
    """A sheet that says what each column is; it has no headings that an import would take for its own."""
    page = book.add_worksheet(_("How to fill in"))
    page.set_column(0, 0, 34)
    page.set_column(1, 2, 60)
    page.write_string(0, 0, str(resource.title), formats["head"])
    page.write_string(0, 1, str(resource.about), formats["wrap"])
    for line, column in enumerate(resource.columns, start=2):
        must = _("must be filled in") if column.required else ""
        page.write_string(line, 0, str(column.label), formats["must" if column.required else "head"])
        page.write_string(line, 1, "; ".join(filter(None, [WORDS[column.kind](), must])), formats["wrap"])
        page.write_string(line, 2, str(column.note), formats["wrap"])
