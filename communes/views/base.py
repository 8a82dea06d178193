"""What the pages of this floor share: lists as of a day, and records whose unit stands in dated rows."""

from common import display, tables
from common.views import RegisterDetail, RegisterList
from communes.models import Role, Unit
from communes.scope import scope_of
from communes.views.absent import absent
from communes.views.confirmations import panel_for


def numbers_of(params, *names: str, user) -> dict[str, int]:
    """The record numbers among the parameters of an address, for a form opened from elsewhere; others are left out, and
    so is a unit that the person does not see: a field to type in would tell its name."""
    raw = {name: params.get(name, "") for name in names}
    found = {name: int(text) for name, text in raw.items() if text.isascii() and text.isdigit() and len(text) < 10}
    if "unit" in found and not Unit.objects.visible_to(user).filter(pk=found["unit"]).exists():
        del found["unit"]
    return found


class OfDayList(RegisterList):
    """A list of a register as it was on a day (communes.filters.base.AsOfFilter)."""

    template_name = "communes/list.html"

    # The path from a row to its unit; None where the unit is the row itself.
    unit_path: str | None = "unit"
    # Whether the official's monthly confirmation speaks of this register.
    is_confirmed = False

    def get_day(self):
        """The day that was asked for, or today."""
        return self.filterset.day

    def get_context_data(self, **kwargs):
        """Adds the day that the rows are of; an official whose rows all stand at home needs no column for that."""
        context = super().get_context_data(day=self.get_day(), absent=self._absent(), **kwargs)
        if self.is_confirmed:
            context["stocks"] = panel_for(self.request.user, back=f"{self.register.partition(':')[2]}-list")
        scope, table = scope_of(self.request.user), context["table"]
        if self.unit_path and scope.roles and not scope.is_administrator and not set(scope.roles) - {Role.OFFICIAL}:
            units = {tables.tables2.A(f"{self.unit_path}__pk").resolve(row.record) for row in table.rows}
            if units <= {scope.home_unit_id}:
                table.columns.hide("unit")
        return context

    def _absent(self):
        """Why the list of the unit that was asked for is empty, if the unit does not exist on the day."""
        unit = self.filterset.form.cleaned_data.get("unit")
        if not isinstance(unit, Unit):
            return None
        return absent(unit, on=self.get_day(), scope=scope_of(self.request.user))


class OwnUnitPages:
    """Records with a unit of their own: officials write in theirs."""

    def can_write(self, user, obj=None) -> bool:
        return scope_of(user).may("registers", obj.unit_id if obj is not None else None)


class RootPages:
    """Records whose unit stands in dated rows; `rows_name` leads to these.

    A record that `get_object` returns has `rows` (all, newest first), `shown_rows` (those that the person sees), `here`
    (the first of these) and `last_unit_id` (where it stands now, seen or not: who writes there may change it).
    """

    rows_name = ""
    rows_related: tuple = ("unit",)

    def get_object(self):
        obj = super().get_object()
        scope = scope_of(self.request.user)
        rows = list(getattr(obj, self.rows_name).select_related(*self.rows_related).order_by("-since"))
        obj.rows = rows
        obj.shown_rows = [row for row in rows if scope.sees(row.unit_id)]
        obj.here = obj.shown_rows[0] if obj.shown_rows else None
        obj.last_unit_id = rows[0].unit_id if rows else None
        return obj

    def can_write(self, user, obj=None) -> bool:
        """Officials of the unit where the record stands now; obj None: of any unit."""
        return scope_of(user).may("registers", obj.last_unit_id if obj is not None else None)

    def history_objects(self, obj) -> list:
        """The record and the rows of it that the person sees."""
        return [obj, *obj.shown_rows]

    def starting_from(self, *names: str) -> dict:
        """The present values of the newest row, for the form of a change."""
        here = self.object.here
        return {name: getattr(here, name) for name in names} if here else {}


class RootDetail(RegisterDetail):
    """Facts of the newest row are written `here__field`."""

    def _fact(self, obj, item) -> tuple:
        if not (isinstance(item, str) and item.startswith("here__")):
            return super()._fact(obj, item)
        name = item.removeprefix("here__")
        row_model = getattr(self.model, self.rows_name).rel.related_model
        value = display.field_value(obj.here, name) if obj.here else None
        return display.sentence_case(display.field_label(row_model, name)), display.show(value)
