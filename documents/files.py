"""The files of an entry as a table on its page."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common import display, tables
from documents.models import Attachment


class NameColumn(tables.TextColumn):
    """The name that downloads the file; an older version and a withdrawn file say so."""

    cell_class = "sentence"

    def render(self, value, record):
        """A link, or for a withdrawn file the name and the reason."""
        if record.withdrawn_at is not None:
            words = {"day": display.moment(record.withdrawn_at), "person": record.withdrawn_by or ""}
            return format_html(
                '{} <span class="badge late">{}</span><br><span class="quiet">{} – {}</span>',
                value, _("file withdrawn"), f"{words['day']} {words['person']}".strip(), record.withdraw_reason,
            )  # fmt: skip
        link = format_html('<a href="{}">{}</a>', reverse("documents:attachment-download", args=[record.pk]), value)
        if record.replaced_by_id is None:
            return link
        return format_html('{} <span class="badge quiet">{}</span>', link, _("older version"))


class SizeColumn(tables.NumberColumn):
    """`312 kB`."""

    def render(self, value):
        """With its unit."""
        return display.size(value)


class AddedColumn(tables.TextColumn):
    """When and by whom."""

    def render(self, value, record):
        """The moment, beneath it the person."""
        return format_html('{}<br><span class="quiet">{}</span>', display.moment(value), record.added_by or "")


class HashColumn(tables.TextColumn):
    """The first signs of the SHA-256; all of them when it is opened."""

    def render(self, value):
        """A part that opens."""
        return format_html(
            '<details><summary><code>{}…</code></summary><code class="hash">{}</code></details>', value[:8], value
        )


class ActsColumn(tables.TextColumn):
    """What may be done with a file."""

    def render(self, record):
        """Links with the name of the file for those who only hear them."""
        acts = [("withdraw", _("Withdraw file"))] if record.withdrawn_at is None else []
        if record.is_current and not record.document.cancelled:
            acts.insert(0, ("replace", _("New version")))
        links = [
            format_html(
                '<a href="{}">{}<span class="visually-hidden"> {}</span></a>',
                reverse(f"documents:attachment-{verb}", args=[record.pk]), label, record,
            )
            for verb, label in acts
        ]  # fmt: skip
        return format_html(" · ".join(["{}"] * len(links)), *links) if links else ""


class FilesTable(tables.RegisterTable):
    """The files of one entry, for everybody who sees it."""

    name = NameColumn(verbose_name=_("File"))
    size = SizeColumn(verbose_name=_("Size"))
    added_at = AddedColumn(verbose_name=_("Attached"))
    sha256 = HashColumn(verbose_name=_("SHA-256"))

    class Meta(tables.RegisterTable.Meta):
        model = Attachment
        fields = ["name", "kind", "size", "added_at", "sha256"]
        sequence = fields
        empty_text = _("No file is attached.")


class WriterTable(FilesTable):
    """The same for those who keep the register."""

    acts = ActsColumn(verbose_name=_("Actions"), accessor="pk", exclude_from_export=True)

    class Meta(FilesTable.Meta):
        fields = [*FilesTable.Meta.fields, "acts"]
        sequence = fields
