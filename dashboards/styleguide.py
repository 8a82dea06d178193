"""What the style guide shows: the colours with their contrast, and something for each component to hold."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common import display, fields, filters, forms, history, tables
from common.forms import ChoiceField
from communes.models import Unit, UnitKind
from dashboards.forms import KINDS, Link, Part

SHEET = "css/bacha.css"
_COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
# Names of the colours that text is written in; the others lie behind it or around it.
TEXTS = ("ink", "soft", "indigo", "indigo-dark", "seal", "seal-dark", "good", "watch", "late")
GROUNDS = ("paper", "sheet", "wash")
NAMES = {
    "paper": _("Page"),
    "sheet": _("Sheet: tables and fields"),
    "ink": _("Ink: text"),
    "soft": _("Soft ink: dates, sources, help"),
    "line": _("Line"),
    "edge": _("Edge of a field"),
    "wash": _("Wash: heads of tables"),
    "seal": _("Red of the seal"),
    "seal-dark": _("Red of the seal, dark"),
    "indigo": _("Indigo: links, selection"),
    "indigo-dark": _("Indigo, dark"),
    "indigo-wash": _("Indigo, wash"),
    "good": _("Good"),
    "good-wash": _("Good, wash"),
    "watch": _("To be watched"),
    "watch-wash": _("To be watched, wash"),
    "late": _("Behind"),
    "late-wash": _("Behind, wash"),
    "bar": _("Bar behind a number"),
}
# Names as they are in Bắc Hà, with the marks that stand highest and lowest; the figures are made up.
_PLACES = [("Tả Củ Tỷ", 4218, 3640), ("Bản Phố", 3105, 2911), ("Thải Giàng Phố", 2760, 1404), ("Nậm Lúc", 987, 0)]

_NOWHERE = SimpleNamespace(get_absolute_url=lambda: "#")


def colours() -> dict[str, str]:
    """Name -> #rrggbb of every colour of the style sheet."""
    with open(finders.find(SHEET), encoding="utf-8") as sheet:
        return dict(_COLOUR.findall(sheet.read()))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.2: 1 for the same, 21 for black and white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lowest_contrast(name: str, known: dict[str, str]) -> float | None:
    """The least contrast of a colour of text with what it is written on; None for a colour that is no text's."""
    if name not in TEXTS:
        return None
    grounds = [known[ground] for ground in (*GROUNDS, f"{name}-wash") if ground in known]
    return min(contrast(known[name], ground) for ground in grounds)


class ColourTable(tables.RegisterTable):
    """The colours of the style sheet."""

    name = tables.TextColumn(verbose_name=_("Name"), orderable=False)
    sample = tables.TextColumn(verbose_name=_("Colour"), accessor="value", orderable=False)
    value = tables.TextColumn(verbose_name=_("Value"), orderable=False)
    contrast = tables.NumberColumn(verbose_name=_("Least contrast of text"), places=1, orderable=False)

    class Meta(tables.RegisterTable.Meta):
        fields: list[str] = []
        attrs = {"class": "register narrow"}

    def render_sample(self, value):
        """A patch of it; a drawing, since the policy of the pages forbids styles in the markup."""
        patch = '<svg class="patch" viewBox="0 0 4 1" aria-hidden="true"><rect width="4" height="1" fill="{}"/></svg>'
        return format_html(patch, value)


class PlaceTable(tables.RegisterTable):
    """A table with names, bars behind numbers that compare, shares, badges and totals."""

    name = tables.LinkColumn(
        verbose_name=_("Unit"), target=lambda record: SimpleNamespace(get_absolute_url=lambda: "#")
    )
    day = tables.DayColumn(verbose_name=_("Day"), orderable=False)
    documents = tables.NumberColumn(verbose_name=_("Documents"), total=True)
    share = tables.ShareColumn(verbose_name=_("Share"))
    verdict = tables.TextColumn(verbose_name=_("Verdict"), accessor="tone", orderable=False)

    class Meta(tables.RegisterTable.Meta):
        fields: list[str] = []
        empty_text = _("No document here yet. Enter the first one with the button above.")

    def render_documents(self, value):
        """The number with its bar."""
        return format_html("{}{}", display.bar(value, _PLACES[0][1]), display.number(value))

    def render_verdict(self, value):
        """The sign, the colour and the word."""
        words = {"good": _("on target"), "watch": _("close"), "late": _("behind")}
        return format_html('<span class="badge {}">{}</span>', value, words[value])


class SampleForm(forms.Form):
    """One field of each kind."""

    name = fields.LineField(label=_("name"), help_text=_("As it stands in the decision."))
    acquired = fields.DayField(label=_("acquired on"))
    number = fields.WholeNumberField(label=_("number"), help_text=_("Whole numbers, such as 71.814."))
    kind = ChoiceField(choices=KINDS, label=_("kind of unit"), required=False)
    lan = fields.YesNoField(label=_("on the LAN"), required=False)
    done = forms.BooleanField(label=_("checked by the head of the unit"), required=False)
    note = fields.TextField(label=_("note"), required=False)


class SampleFilter(filters.RegisterFilter):
    """Two filters in force."""

    q = filters.TextFilter(field_name="search_key", label=_("Search"))
    kind = filters.ChoiceFilter(choices=UnitKind.choices, label=_("Kind of unit"))

    class Meta:
        model = Unit
        fields: list[str] = []


def samples(request) -> dict:
    """The context of the page: each component's own, under the names that its template reads."""
    known = colours()
    rows = [{"name": NAMES[n], "value": value, "contrast": lowest_contrast(n, known)} for n, value in known.items()]
    places = [
        {"name": f"Xã {name}", "day": date(2020, 6, 30), "documents": all_, "share": part * 100 / all_, "tone": tone}
        for (name, all_, part), tone in zip(_PLACES, ("watch", "good", "late", "late"), strict=True)
    ]
    filterset = SampleFilter({"q": "tả củ tỷ", "kind": "commune"}, queryset=Unit.objects.none(), request=request)
    form = SampleForm({"sample-name": "", "sample-acquired": "31/02/2020", "sample-number": "12,5"}, prefix="sample")
    palette, table = ColourTable(tables.Rows(rows)), PlaceTable(tables.Rows(places))
    palette.caption = _("Colours")
    table.caption = _("Filters and table")
    table.pages = tables.Pages(next={"page": 3}, previous={"page": 1}, first={"page": None}, number=2)
    return {
        "colour_table": palette,
        "table": table,
        "empty_table": PlaceTable(tables.Rows([])),
        "filterset": filterset,
        "words": filterset.words(),
        "sample_form": form,
        "differences": [(form["name"], "Tả Củ Tỷ", "Tả Cù Tỷ")],
        "sentence": _sentence(),
        "tiles": _tiles(),
        "facts": [(_("Unit"), "Xã Tả Củ Tỷ"), (_("Exists since"), "01/03/2020"), (_("Note"), display.nothing())],
        "entries": [_entry()],
        "error_pages": ["400", "403", "csrf", "404", "429", "500", "503"],
        "scripts": ["áàảãạ ắằẳẵặ ấầẩẫậ", "ÉÈẺẼẸ ẾỀỂỄỆ", "ốồổỗộ ớờởỡợ ứừửữự", "Ẫ Ỗ Ữ Ặ Ệ Ợ Ự ỵ đĐ"],
        "columns_of_figures": [71814, 10281, 8412, 11111, 40404],
    }


def _sentence() -> list[Part]:
    """The four parts of the sentence, each with choices that lead nowhere else."""
    links = [Link(display.sentence_case(words), "", not key) for key, words in KINDS]
    months = [Link("06/2020", "", True), Link("05/2020", "")]
    return [
        Part(label=_("Unit"), words="Huyện Bắc Hà", groups=[("", links)]),
        Part(label=_("Period"), words="06/2020", groups=[(_("Month"), months)]),
        Part(label=_("Boundaries"), words=_("by the boundaries of that time"), groups=[("", links)]),
    ]


def _tiles() -> list[SimpleNamespace]:
    """Four of dashboards.facts.Fact: a count, one that meets its target, one that misses it, one without data."""
    lines = ("3,28 26,20 49,24 72,12 95,14 117,4",)
    known = {
        "when": _("%(first)s to %(last)s") % {"first": "01/01/2020", "last": "30/06/2020"},
        "url": "#",
        "change": SimpleNamespace(label=_("year ago"), before="56.573", amount="+26,94 %", sentence="+26,94 %"),
        "trend": SimpleNamespace(lines=lines, last=("117", "4"), sentence="06/2020: 71.814"),
        "trust": SimpleNamespace(tone="good", word=_("all approved")),
    }
    return [
        SimpleNamespace(name=_("Documents"), shown="71.814", tone="", **known),
        SimpleNamespace(name=_("Filed online"), shown="42,00 %", tone="good", verdict=_("on target"), **known),
        SimpleNamespace(name=_("Signed"), shown="81,82 %", tone="late", verdict=_("behind"), **known),
        SimpleNamespace(name=_("Treasury"), shown=display.nothing(), tone="", when=known["when"], url="#"),
    ]


def _entry() -> history.Entry:
    return history.Entry(
        happened_at=datetime(2020, 7, 3, 2, 15, tzinfo=UTC),
        business_day=None,
        actor="Nguyễn Thị Hằng",
        action="edit",
        reason="Nhập nhầm số",
        record="54/SYT-NVY",
        kind="changed",
        fields=[history.FieldChange(label=_("number"), before="54", after="45")],
        event_id=1,
        pk=1,
    )
