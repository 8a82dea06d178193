"""The admin of every register: who may look and write is asked of the person's scope, as on the pages."""

from common.admin import ActionAdmin, Effect
from common.text import fold
from communes import ports
from communes.models import Unit
from communes.scope import scope_of


class RegisterAdmin(ActionAdmin):
    """An ActionAdmin whose rights come from memberships: officials write in their own unit, the others as they may.

    `capability` names the kind of act (communes.scope.CAPABILITIES). Only administrators delete and override a closed
    month. `units_of` says in which units a record stands now; the default is its `unit`. `add_form` and `add_fields`
    serve the page that adds, where it asks for more than the page that corrects.
    """

    capability = "registers"
    add_form = None
    add_fields: tuple = ()

    def units_of(self, obj) -> set[int]:
        """The ids of the units whose members may change the record; empty: only those who may act everywhere."""
        unit_id = getattr(obj, "unit_id", None)
        return {unit_id} if unit_id else set()

    def may(self, request, verb, obj=None) -> bool:
        """Members look at what they see; writing needs the capability in the record's unit; deleting, everything."""
        scope = scope_of(request.user)
        if scope.is_administrator:
            return True
        if not scope.is_member or verb == "delete":
            return False
        if obj is not None and not self._sees(request, obj):
            return False
        if verb == "view":
            return True
        if obj is None:
            return scope.may(self.capability)
        return any(scope.may(self.capability, unit_id) for unit_id in self.units_of(obj))

    def may_override(self, request, obj=None) -> bool:
        """Administrators correct closed months, with a reason."""
        return scope_of(request.user).is_administrator

    def effects_of(self, request, error, rehearse) -> list[Effect]:
        """What the change would do to figures, scores and publications: the floors above read while it stands."""
        return rehearse(lambda: [_effect(row) for call in ports.effects for row in call(error.cells)])

    def get_fields(self, request, obj=None):
        """What is asked for when adding, and when correcting."""
        return self.add_fields if obj is None and self.add_fields else super().get_fields(request, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form that adds, or the one that corrects."""
        if obj is None and self.add_form is not None:
            kwargs["form"] = self.add_form
        return super().get_form(request, obj, change, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        """Without diacritics also where the folded column is another table's."""
        if any(name.endswith(("__search", "search_key")) for name in self.get_search_fields(request)):
            search_term = fold(search_term)
        return super().get_search_results(request, queryset, search_term)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Units are those in which the person may write, ended ones too: the past is corrected here."""
        if db_field.related_model is Unit and "queryset" not in kwargs:
            kwargs["queryset"] = Unit.objects.writable_by(request.user, self.capability).in_vietnamese_order()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _sees(self, request, obj) -> bool:
        rows = type(obj)._default_manager.all()
        return not hasattr(rows, "visible_to") or rows.visible_to(request.user).filter(pk=obj.pk).exists()


class RowAdmin(RegisterAdmin):
    """Dated rows of a thing (`root`): added as the next state from a day on, corrected with their days.

    A subclass names the actions: `begin(root, by=, **values)`, `correct(row, by=, version=, reason=, override=, …)` and
    `remove(row, by=, reason=, override=)`. The version is the thing's: two people who correct rows of it collide.
    """

    root = ""
    begin = correct = remove = None
    ordering = ("-since", "-pk")

    def get_object(self, request, object_id, from_field=None):
        """The row, carrying the version of its thing."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.version = getattr(row, self.root).version
        return row

    def get_readonly_fields(self, request, obj=None):
        """A row stays with its thing."""
        return (self.root,) if obj is not None else ()

    def get_fields(self, request, obj=None):
        """A new row has no end yet."""
        names = super().get_fields(request, obj)
        return names if obj is not None else [name for name in names if name != "until"]

    def perform(self, request, obj, form, change):
        """The next state, or a correction."""
        values = form.values()
        if not change:
            return type(self).begin(values.pop(self.root), by=request.user, **values)
        return type(self).correct(
            obj, by=request.user, version=form.version, reason=form.reason, override=form.override, **values
        )

    def perform_delete(self, request, obj, *, reason, override):
        """A row entered by mistake; the one before it goes on."""
        type(self).remove(obj, by=request.user, reason=reason, override=override)


class AdministratorsOnly:
    """A mix-in for what only administrators see and write."""

    def may(self, request, verb, obj=None) -> bool:
        """Administrators, and nobody else."""
        return scope_of(request.user).is_administrator

    def get_queryset(self, request):
        """Everything: who comes here sees all."""
        rows = self.model._default_manager.all()
        return rows.order_by(*self.get_ordering(request)) if self.get_ordering(request) else rows


def _effect(row) -> Effect:
    return row if isinstance(row, Effect) else Effect(row.label, row.before, row.after)
