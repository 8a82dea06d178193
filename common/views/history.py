"""The history of one record as a page."""

from django.utils.translation import gettext as _

from common.history import changes_of, entries
from common.keyset import Keyset
from common.tables import Pages
from common.views.base import RegisterPage


class RecordHistory(RegisterPage):
    """When, who, what and why, newest first; `history_objects` adds the dated rows that belong to the record."""

    template_name = "generic/history.html"
    keyset = Keyset("-pk", size=50)

    def history_objects(self, obj) -> list:
        """The record and whatever of its own should be told with it."""
        return [obj]

    def get(self, request, *args, **kwargs):
        """The page."""
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data())

    def get_title(self):
        return _("History of %(name)s") % {"name": self.object}

    def get_breadcrumbs(self):
        return [*super().get_breadcrumbs(), (_("History"), None)]

    def get_context_data(self, **kwargs):
        """Adds the entries of one page."""
        page = self.keyset.page(changes_of(self.history_objects(self.object)), self.request.GET)
        pages = Pages(
            next={"after": page.next, "before": None} if page.next else None,
            previous={"before": page.previous, "after": None} if page.previous else None,
            first=None if page.is_first else {"before": None, "after": None},
        )
        return super().get_context_data(entries=entries(page.rows, user=self.request.user), pages=pages, **kwargs)
