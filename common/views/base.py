"""What all register pages share: scope, rights, titles, breadcrumbs and the addresses of the sister pages.

A register's views share a mix-in with `model`, `register` ("app:name", the root of the url names) and `can_write`.
Who may open a route at all is decided before, by the policy table; here only what depends on the record is decided.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from common import display


class RegisterPage(TemplateResponseMixin, ContextMixin, View):
    """Base of the pages of a register."""

    model = None
    register = ""
    title = ""
    key = "pk"
    select_related: tuple | list = ()

    def can_write(self, user, obj=None) -> bool:
        """Whether the user may add (obj None) or change the record. No, unless the register says yes."""
        return False

    def can_act(self, user, obj, name: str) -> bool:
        """Whether the user may do the act `name` (edit, delete, or one of the register's own) to the record."""
        return self.can_write(user, obj)

    def get_queryset(self):
        """The records that the user may see; everything else does not exist."""
        queryset = self.model._default_manager.visible_to(self.request.user)
        return queryset.select_related(*self.select_related) if self.select_related else queryset

    def get_object(self):
        """The record of this address. Out of scope and missing are the same 404."""
        try:
            return self.get_queryset().get(**{self.key: self.kwargs[self.key]})
        except (self.model.DoesNotExist, ValueError, OverflowError) as error:
            raise Http404 from error

    def require(self, allowed: bool) -> None:
        """403 unless allowed: the person sees the record, so saying so gives nothing away."""
        if not allowed:
            raise PermissionDenied(_("You may look at this, but not change it."))

    def url(self, verb: str, obj=None) -> str | None:
        """The address of a sister page, None if the register has no such page."""
        kwargs = {self.key: getattr(obj, self.key)} if obj is not None else None
        try:
            return reverse(f"{self.register}-{verb}", kwargs=kwargs)
        except NoReverseMatch:
            return None

    def get_title(self) -> str:
        """The heading of the page."""
        return self.title

    def list_title(self) -> str:
        """How the register is called in breadcrumbs."""
        return display.sentence_case(self.model._meta.verbose_name_plural)

    def get_breadcrumbs(self) -> list[tuple]:
        """(label, address) from the top; the last has None for an address."""
        obj = getattr(self, "object", None)
        trail = [(self.list_title(), self.url("list"))]
        if obj is not None:
            trail.append((str(obj), self.url("detail", obj)))
        return trail

    def get_context_data(self, **kwargs):
        """Adds title, breadcrumbs and the object."""
        kwargs.setdefault("title", self.get_title())
        kwargs.setdefault("breadcrumbs", self.get_breadcrumbs())
        kwargs.setdefault("object", getattr(self, "object", None))
        return super().get_context_data(**kwargs)
