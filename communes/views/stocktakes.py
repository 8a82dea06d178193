"""Pages of stock-takes: the list, the sheet, what came out, and both on paper."""

from types import SimpleNamespace

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common import clock, display, exports
from common.tables import sorted_for_export
from common.views import RecordHistory, RegisterAction, RegisterCreate, RegisterDelete, RegisterDetail, RegisterList
from communes import counting
from communes.actions import stocktakes
from communes.actions.stocktakes import Mark
from communes.filters.stocktakes import StockTakeFilter
from communes.forms.stocktakes import BOOKED, NOTHING, UNBOOKED, FoundForm, OpenForm, SheetForm, marks_of, written
from communes.models import LineResult, StockTake
from communes.scope import scope_of
from communes.tables.stocktakes import LineTable, StockTakeTable

# Two fields a line, and a form has at most a thousand.
LINES = 300
MOST_NAMES = 60
ACTS = {
    "move": _("Move the device"),
    "condition": _("Change the condition"),
    "create": _("Add it to the register"),
}
KINDS = {
    "missing": (_("missing"), "late"),
    "unexpected": (_("not on the books"), "watch"),
    "condition": (_("another condition"), "watch"),
}


class StockTakePages:
    """What all pages of stock-takes share."""

    model, register = StockTake, "communes:stocktake"
    select_related = ("unit", "opened_by", "closed_by")

    def can_write(self, user, obj=None) -> bool:
        """Officials in their unit and those that it took over: an open sheet of a unit that has ended goes on."""
        return scope_of(user).may("registers", obj.unit_id if obj is not None else None)

    def can_act(self, user, obj, name: str) -> bool:
        """An open one is filled in, a finished one only opened again, by an administrator."""
        if name == "reopen":
            return not obj.is_open and scope_of(user).is_administrator
        return obj.is_open and self.can_write(user, obj)


class StockTakeList(StockTakePages, RegisterList):
    """Stock-takes with what came out, and the units that have none in the year."""

    template_name = "communes/stocktake_list.html"
    table_class, filterset_class = StockTakeTable, StockTakeFilter
    title = _("Stock-takes")
    ordering = ("-counted_on",)

    def get_queryset(self):
        return super().get_queryset().with_numbers()

    def get_context_data(self, **kwargs):
        """Adds the units without a stock-take in the year of the filter, or in the running one."""
        year = int(self.filterset.value_of("year") or clock.today().year)
        units = counting.without_stock_take(
            self.request.user, year=year, today=clock.today(), within=self.filterset.value_of("unit")
        )
        found = list(units[: MOST_NAMES + 1])
        return super().get_context_data(
            year=str(year), without=found[:MOST_NAMES], more_without=len(found) > MOST_NAMES, **kwargs
        )


class StockTakeDetail(StockTakePages, RegisterDetail):
    """What a stock-take says so far: the numbers, and each difference with the act that mends the register."""

    template_name = "communes/stocktake_detail.html"
    actions = [("found", _("Add a device found")), ("close", _("Finish the stock-take")), ("reopen", _("Open again"))]

    def get_queryset(self):
        return super().get_queryset().with_numbers()

    def get(self, request, *args, **kwargs):
        """The page, or with `?export=csv|xlsx` the lines as a file."""
        wanted = request.GET.get("export", "")
        if wanted not in exports.WRITERS:
            return super().get(request, *args, **kwargs)
        self.object = self.get_object()
        table, rows = sorted_for_export(LineTable, self.object.lines.all(), {}, ordering=["pk"])
        title = self.get_title()
        stamp = exports.Stamp(
            title=title, source=_now("Stock-takes"), person=str(request.user), day=self.object.counted_on
        )
        return exports.respond(wanted, table, rows, stamp, name="stocktake-lines")

    def get_title(self):
        return display.sentence_case(self.object)

    def get_groups(self, obj):
        """Who and when; the numbers stand in tiles."""
        finished = (_("Finished"), _by_whom(obj.closed_by, obj.closed_at)) if obj.closed_at else None
        facts = [(_("Unit"), display.show(obj.unit)), (_("State of the stock-take"), obj.get_state_display()),
                 (_("Opened"), _by_whom(obj.opened_by, obj.opened_at)), finished]  # fmt: skip
        return [("", [fact for fact in facts if fact])]

    def get_buttons(self, obj):
        """Counting first; paper for everybody."""
        found = super().get_buttons(obj)
        if self.can_act(self.request.user, obj, "count"):
            found.insert(0, {"label": _("Count"), "url": self.url("count", obj), "kind": "primary"})
        paper = ("paper", _("Sheet to print")) if obj.is_open else ("minutes", _("Print the minutes"))
        found.append({"label": paper[1], "url": self.url(paper[0], obj), "kind": "plain"})
        return found

    def get_context_data(self, **kwargs):
        """Adds the tiles and the differences."""
        obj, user = self.object, self.request.user
        rows = counting.differences(obj, user=user, today=clock.today())
        return super().get_context_data(
            tiles=_tiles(obj), differences=[(*_told(row), row, _links(row, user)) for row in rows], **kwargs
        )


class StockTakeCreate(StockTakePages, RegisterCreate):
    """Begin a stock-take."""

    form_class = OpenForm
    title, verb = _("Begin a stock-take"), _("Make the sheet")
    sentence = _("The sheet gets a line for every device that the register has in the unit on the day given.")

    def perform(self, form):
        return stocktakes.open_take(by=self.request.user, **form.values())

    def get_success_message(self, result):
        """Says what comes next."""
        return _now("The sheet is ready. Print it to walk round with, or count on the screen.")


class StockTakeCount(StockTakePages, RegisterAction):
    """The sheet: what is there is ticked line by line, and all is saved at once."""

    template_name = "communes/stocktake_count.html"
    form_class, act, reason = SheetForm, "count", False
    verb = _("Save")

    def get_title(self):
        return _now("Count: %(name)s") % {"name": self.object}

    def load(self):
        super().load()
        self.total = self.object.lines.count()
        last = max(1, -(-self.total // LINES))
        asked = self.request.GET.get("page", "")
        is_number = asked.isascii() and asked.isdigit() and len(asked) < 7
        self.page = max(1, min(int(asked), last)) if is_number else 1
        self.last_page = last

    def lines(self) -> list:
        """Those of this page, as they are now."""
        return list(self.object.lines.in_order()[(self.page - 1) * LINES : self.page * LINES])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"lines": self.lines(), "first": (self.page - 1) * LINES + 1}

    def perform(self, form):
        return stocktakes.save_marks(
            self.object, by=self.request.user, version=form.version, marks=form.changed,
            rest_is_present="rest" in self.request.POST,
        )  # fmt: skip

    def compare(self, form):
        """After somebody else's save: what this person ticked stays, all else is shown as it is now."""
        self.object = self.get_object()
        lines, mine, before = self.lines(), form.changed, form.before
        theirs = marks_of(lines)
        form.data = form.data.copy()
        form.fields["lines"].widget.lines = lines
        both = []
        for line in lines:
            now = theirs[line.pk]
            if line.pk not in mine:
                form.data[f"line-{line.pk}"], form.data[f"note-{line.pk}"] = now
            elif now not in (mine[line.pk], before.get(line.pk, NOTHING)):
                both.append(_pair(line, mine[line.pk], now))
        form.data["seen"], form.data["version"] = written(theirs), self.object.version
        return {"differences": both}

    def get_success_url(self, result):
        """The sheet again while something is left, then what came out."""
        if self._left(result):
            return f"{self.url('count', result)}?page={self.page}"
        return result.get_absolute_url()

    def get_success_message(self, result):
        left = self._left(result)
        if not left:
            return _now("Saved. Every line has been checked; the stock-take can be finished.")
        return ngettext(
            "Saved. %(number)s device is left to check.", "Saved. %(number)s devices are left to check.", left
        ) % {"number": display.number(left)}

    def _left(self, take) -> int:
        return take.lines.filter(result=LineResult.UNCHECKED).count()

    def get_context_data(self, **kwargs):
        """Adds the pages of a long sheet."""
        pages = list(range(1, self.last_page + 1)) if self.last_page > 1 else []
        return super().get_context_data(pages=pages, page=self.page, total=self.total, **kwargs)


class StockTakeFound(StockTakePages, RegisterAction):
    """A device that stands here and is not on the sheet."""

    form_class, act, reason = FoundForm, "found", False
    title, verb = _("Add a device found"), _("Add")
    sentence = _("For a device that stands here but is not on the sheet: give its serial number, or describe it.")

    def perform(self, form):
        return stocktakes.add_unexpected(self.object, by=self.request.user, version=form.version, **form.values())

    def get_success_url(self, result):
        return self.url("count", self.object)

    def get_success_message(self, result):
        """Says where the register has it."""
        where = counting.registered_at(result, user=self.request.user, on=self.object.counted_on)
        return _now("“%(device)s” has been added: %(where)s.") % {"device": result, "where": where}


class StockTakeClose(StockTakePages, RegisterAction):
    """Finish: a summary, and a button."""

    template_name = "communes/stocktake_close.html"
    act, reason = "close", False
    title, verb = _("Finish the stock-take"), _("Finish the stock-take")
    sentence = _("After this nothing of the sheet changes. Only an administrator can open it again.")

    def get_queryset(self):
        return super().get_queryset().with_numbers()

    def perform(self, form):
        return stocktakes.close(self.object, by=self.request.user, version=form.version)

    def get_context_data(self, **kwargs):
        """Adds the numbers."""
        return super().get_context_data(tiles=_tiles(self.object), **kwargs)


class StockTakeReopen(StockTakePages, RegisterAction):
    """Open a finished one again, with a reason."""

    act, reason = "reopen", True
    title, verb = _("Open the stock-take again"), _("Open again")
    sentence = _("The sheet can be changed again until it is finished anew.")

    def perform(self, form):
        return stocktakes.reopen(self.object, by=self.request.user, version=form.version, reason=form.reason)


class StockTakeDelete(StockTakePages, RegisterDelete):
    """Take out one that was begun by mistake."""

    sentence = _("For a stock-take begun by mistake, for example on the wrong day. What was ticked on it is lost.")

    def perform(self, form):
        stocktakes.discard(self.object, by=self.request.user, version=form.version, reason=form.reason)


class StockTakePaper(StockTakePages, RegisterDetail):
    """The list to walk round with, before anything is ticked."""

    template_name = "communes/stocktake_paper.html"
    title = _("Stock-take list of equipment")
    select_related = ("unit__parent", "opened_by", "closed_by")
    is_result = False

    def get_context_data(self, **kwargs):
        """Adds the lines with their place and the sums."""
        lines = list(self.object.lines.in_order())
        if not self.is_result:
            lines = [line for line in lines if line.registered_condition]
        found = [line for line in lines if line.found_condition]
        return super().get_context_data(
            lines=lines, is_result=self.is_result, unit=self.object.unit, parent=self.object.unit.parent,
            on_books=sum(1 for line in lines if line.registered_condition), counted=len(found),
            missing=sum(1 for line in lines if line.result == LineResult.MISSING),
            unexpected=sum(1 for line in lines if line.result == LineResult.UNEXPECTED),
            **kwargs,
        )  # fmt: skip


class StockTakeMinutes(StockTakePaper):
    """What came out, to be signed."""

    title = _("Minutes of the stock-take")
    is_result = True


class StockTakeHistory(StockTakePages, RecordHistory):
    """Who ticked what, when."""

    def history_objects(self, obj):
        return [obj, *obj.lines.all()]


def _tiles(take) -> list[tuple]:
    """(name, number, tone) of what came out."""
    return [
        (_("On the books"), take.on_books, ""),
        (_("Present"), take.present, "good" if take.present else ""),
        (_("Missing"), take.missing, "late" if take.missing else ""),
        (_("Not on the books"), take.unexpected, "watch" if take.unexpected else ""),
        (_("Another condition"), take.differing, "watch" if take.differing else ""),
        (_("Not yet checked"), take.unchecked, "watch" if take.unchecked else ""),
    ]


def _by_whom(person, moment) -> str:
    return f"{display.moment(moment)}, {person}"


def _told(row: counting.Difference) -> tuple:
    return KINDS[row.what]


def _links(row: counting.Difference, user) -> list[tuple]:
    """(label, address) of what mends a difference; nothing for what has been mended."""
    if row.is_mended:
        return []
    return [
        (ACTS[act], reverse(f"communes:equipment-{act}", args=[] if act == "create" else [row.line.equipment_id]))
        for act in row.acts
    ]


def _pair(line, mine: Mark, theirs: Mark) -> tuple:
    """A line for the table of differences, which asks for a label and an address."""
    answers = dict(BOOKED) | dict(UNBOOKED)
    words = [", ".join(str(part) for part in (answers.get(mark.state), mark.note) if part) for mark in (mine, theirs)]
    return SimpleNamespace(label=str(line), id_for_label=f"line-{line.pk}"), *words
