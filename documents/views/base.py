"""What all pages of the document register share."""

from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from communes.scope import scope_of
from documents.models import Document


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Unreported:
    """For pages on which somebody may type what must not be kept: nothing that is sent stands in an error report."""

    def dispatch(self, request, *args, **kwargs):
        """As always."""
        return super().dispatch(request, *args, **kwargs)


class DocumentPages(Unreported):
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
