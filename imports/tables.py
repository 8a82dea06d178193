"""The list of imports."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common import display, tables
from imports.models import Import, ImportState
from imports.resources import RESOURCES

TONES = {
    ImportState.READ: "watch", ImportState.CHECKED: "watch", ImportState.PUBLISHED: "good", ImportState.FAILED: "late",
}  # fmt: skip


def state_words(spreadsheet: Import) -> tuple[str, str]:
    """(tone, words): the step that is at work with its share, or the last one that was completed."""
    job = spreadsheet.job
    if spreadsheet.is_at_work:
        share = f", {job.percent}{display.NO_BREAK_SPACE}%" if job.total else ""
        return "watch", f"{AT_WORK.get(job.kind, job.get_state_display())}{share}"
    return TONES.get(spreadsheet.state, "quiet"), spreadsheet.get_state_display()


AT_WORK = {
    "imports.read": _("being read"), "imports.check": _("being checked"), "imports.publish": _("being written"),
    "imports.undo": _("being taken back"),
}  # fmt: skip


def state_badge(spreadsheet: Import):
    """The same as a badge."""
    tone, words = state_words(spreadsheet)
    return format_html('<span class="badge {}">{}</span>', tone, words)


class StateColumn(tables.TextColumn):
    """How far it is."""

    cell_class = "telling"

    def render(self, record):
        """A badge."""
        return state_badge(record)

    def value(self, record):
        """The words."""
        return state_words(record)[1]


class ResourceColumn(tables.TextColumn):
    """The register by its title."""

    def render(self, value):
        """Its title."""
        return self.value(value)

    def value(self, value):
        """The same in exports."""
        return str(RESOURCES[value].title) if value in RESOURCES else value


class ImportTable(tables.RegisterTable):
    """What was handed in, when, and what came of it."""

    name = tables.LinkColumn(verbose_name=_("File"))
    resource = ResourceColumn(verbose_name=_("Register"), orderable=False)
    state = StateColumn(verbose_name=_("State"), orderable=False)
    uploaded_at = tables.MomentColumn(verbose_name=_("Received"))
    uploaded_by = tables.TextColumn(verbose_name=_("From"), orderable=False)
    new = tables.NumberColumn(verbose_name=_("New"), orderable=False)
    changed = tables.NumberColumn(verbose_name=_("Changed"), orderable=False)
    refused = tables.NumberColumn(verbose_name=_("Refused"), orderable=False)

    class Meta(tables.RegisterTable.Meta):
        model = Import
        fields = ["name", "resource", "state", "uploaded_at", "uploaded_by", "new", "changed", "refused"]
        empty_text = _(
            "No file has been imported yet. Choose a spreadsheet: you will see what would change before anything is "
            "written."
        )
