"""One record: labelled values in groups, its dated rows beneath, and what may be done with it."""

from django.utils.translation import gettext_lazy as _

from common import display
from common.tables import Rows
from common.views.base import RegisterPage


class RegisterDetail(RegisterPage):
    """A subclass lists `groups` of (heading, [field, "fk__field" or (label, callable)]) and perhaps `actions`."""

    groups: list[tuple] = []
    # (name, label) of the register's own acts; the address is `<register>-<name>`.
    actions: list[tuple] = []
    template_name = "generic/detail.html"
    # Dated rows of a record are few; a record with more shows its newest ones.
    most_related = 200
    # Whether a fact that nobody has given stands there with a dash.
    shows_empty = True

    def get(self, request, *args, **kwargs):
        """The page of the record."""
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data())

    def get_title(self):
        return self.title or str(self.object)

    def get_groups(self, obj) -> list[tuple]:
        """(heading, [(label, value)]) ready to show."""
        groups = [(heading, [self._fact(obj, item) for item in items]) for heading, items in self.groups]
        if self.shows_empty:
            return groups
        known = [(heading, [fact for fact in facts if fact[1] != display.nothing()]) for heading, facts in groups]
        return [(heading, facts) for heading, facts in known if facts]

    def _fact(self, obj, item) -> tuple:
        if isinstance(item, str):
            return display.sentence_case(display.field_label(self.model, item)), display.show(
                display.field_value(obj, item)
            )
        label, read = item
        return label, display.show(read(obj))

    def related_tables(self, obj) -> list[tuple]:
        """(heading, table class, rows of the record) for each table under the facts; none by default."""
        return []

    def table(self, heading, table_class, rows):
        """Rows of the record as a table."""
        table = table_class(Rows(list(rows[: self.most_related]), table_class._meta.model), orderable=False)
        table.caption = heading
        return table

    def get_buttons(self, obj) -> list[dict]:
        """What the user may do: label, address, kind (primary, plain, danger)."""
        user, found = self.request.user, []
        for name, label, kind in [
            ("edit", _("Edit"), "primary"),
            *((name, label, "plain") for name, label in self.actions),
            ("delete", _("Delete"), "danger"),
        ]:
            address = self.url(name, obj)
            if address and self.can_act(user, obj, name):
                found.append({"label": label, "url": address, "kind": kind})
        return found

    def get_context_data(self, **kwargs):
        """Adds groups, related tables, buttons and the address of the history."""
        obj = self.object
        return super().get_context_data(
            groups=self.get_groups(obj),
            related=[(heading, self.table(heading, *rest)) for heading, *rest in self.related_tables(obj)],
            buttons=self.get_buttons(obj),
            history_url=self.url("history", obj),
            **kwargs,
        )

    def get_breadcrumbs(self):
        """The record itself is where we are."""
        return [(self.list_title(), self.url("list")), (str(self.object), None)]
