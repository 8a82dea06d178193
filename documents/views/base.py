"""What all pages of the document register share."""

from communes.scope import scope_of
from documents.models import Document


class DocumentPages:
    """What all pages of the register share."""

    model = Document
    register = "documents:document"

    def can_write(self, user, obj=None) -> bool:
        """Officials in their unit; a document that was passed on, where it is handled and where it arrived."""
        scope = scope_of(user)
        if obj is None:
            return scope.may("registers")
        return all(scope.may("registers", unit_id) for unit_id in (obj.unit_id, obj.handling_unit_id))

    def check_rights(self) -> None:
        """By the unit only: why an entry cannot be finished or cancelled any more is for the action to say."""
        self.require(self.can_write(self.request.user, self.object))
