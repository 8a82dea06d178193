"""The admin of every register: who may look and write is asked of the person's scope, as on the pages."""

from common.admin import ActionAdmin, Effect
from communes import ports
from communes.scope import scope_of


class RegisterAdmin(ActionAdmin):
    """An ActionAdmin whose rights come from memberships: officials write in their own unit, the others as they may.

    `capability` names the kind of act (communes.scope.CAPABILITIES). Only administrators delete and override a closed
    month. `units_of` says in which units a record stands now; the default is its `unit`.
    """

    capability = "registers"

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

    def _sees(self, request, obj) -> bool:
        rows = type(obj)._default_manager.all()
        return not hasattr(rows, "visible_to") or rows.visible_to(request.user).filter(pk=obj.pk).exists()


def _effect(row) -> Effect:
    return row if isinstance(row, Effect) else Effect(row.label, row.before, row.after)
