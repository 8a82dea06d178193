"""Long forms that stay short: what every entry needs is in sight, the rest is folded away until somebody needs it."""

from django.utils.translation import gettext_lazy as _

from common.forms import FormMixin


class FoldedMixin(FormMixin):
    """`head`: what is seldom touched, in one row; `more`: what is folded away; `usual`: folded fields whose value alone
    does not open the fold."""

    template_name = "generic/entry_fields.html"
    head: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    more_label = _("More columns of the register")

    def head_fields(self) -> list:
        """In one row where there is room: the list of suggestions stays on the screen."""
        return [field for field in self.visible_fields() if field.name in self.head]

    def first_fields(self) -> list:
        """The other fields that are always in sight."""
        return [field for field in self.visible_fields() if field.name not in (*self.head, *self.more)]

    def more_fields(self) -> list:
        """The fields that are folded away."""
        return [field for field in self.visible_fields() if field.name in self.more]

    def is_more_open(self) -> bool:
        """Whether a folded field has an error or a value of its own."""
        return any(field.errors or (field.value() and field.name not in self.usual) for field in self.more_fields())
