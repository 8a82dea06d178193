"""One change to many devices: choose in the list, say what changes, see before and after, confirm."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common import display
from common.views import RegisterCreate
from communes import bulk
from communes.actions import equipment_bulk
from communes.filters.registers import EquipmentFilter
from communes.forms.equipment_bulk import BulkForm, ChosenField
from communes.models import Equipment
from communes.views.equipment import EquipmentPages


class EquipmentTogether(EquipmentPages, RegisterCreate):
    """GET: the form for the devices ticked in the list (`device`), or for all of its filters (`all`).

    POST shows what would happen and writes nothing; with `step=confirm` it does it; `step=edit` is the way back.
    """

    form_class, reason = BulkForm, "optional"
    template_name = "communes/equipment_together.html"
    title, verb = _("Change several devices"), _("Show what would change")
    sentence = _("What you leave empty stays as it is. Nothing is saved before you have seen the preview.")
    lines = None
    # What may be wrong with a confirmation whose change is whole; anything else is put right in the form.
    AT_THE_PREVIEW = frozenset({"__all__", "leave_out", "reason"})

    def get(self, request, *args, **kwargs):
        """The form, or a word that nothing was chosen."""
        self.check_rights()
        devices = list(self._chosen())
        if not 0 < len(devices) <= bulk.MOST:
            return self.render_to_response(self.get_context_data(form=None, too_many=len(devices) > bulk.MOST))
        form = self.get_form()
        form.initial["devices"] = ",".join(f"{device.pk}:{device.version}:0" for device in devices)
        return self.show(form)

    def _chosen(self):
        if "all" in self.request.GET:
            found = EquipmentFilter(self.request.GET, queryset=self.get_queryset(), request=self.request).qs
        else:
            keys = [key for key in self.request.GET.getlist("device") if key.isascii() and key.isdigit()]
            found = self.get_queryset().filter(pk__in=[int(key) for key in keys if len(key) <= 18][: bulk.MOST + 1])
        return found.order_by("pk")[: bulk.MOST + 1]

    def post(self, request, *args, **kwargs):
        """Preview, confirm, or back to the form."""
        if request.POST.get("step") == "confirm":
            return super().post(request, *args, **kwargs)
        self.check_rights()
        form = self.get_form(request.POST)
        if request.POST.get("step") != "edit" and form.is_valid():
            return self.preview(form)
        return self.show(form)

    def get_form(self, data=None, files=None):
        """With the box that the preview showed, when it comes back from there."""
        form = super().get_form(data, files)
        if data is not None and data.get("step") == "confirm":
            form.offer_to_leave_out()
        return form

    def perform(self, form):
        chosen = form.cleaned_data["devices"]
        return equipment_bulk.change_many(
            by=self.request.user,
            change=form.change(),
            chosen={pk: version for pk, (version, _refused) in chosen.items()},
            refused=[pk for pk, (_version, is_refused) in chosen.items() if is_refused],
            leave_out=form.cleaned_data.get("leave_out", False),
            reason=form.reason,
        )

    def show(self, form, **context):
        """The form; after a refused confirmation the preview as it is now."""
        if self.request.POST.get("step") == "confirm" and form.is_bound and set(form.errors) <= self.AT_THE_PREVIEW:
            return self.preview(form)
        return super().show(form, **context)

    def compare(self, form) -> dict:
        """The preview itself shows what is different now."""
        return {}

    def preview(self, form):
        """Each device before and after, or why not; the versions of this preview go with the confirmation."""
        lines = bulk.plan(form.change(), form.cleaned_data["devices"], by=self.request.user)
        form.data = form.data.copy()
        form.data["devices"] = ChosenField.written(lines)
        form.offer_to_leave_out()
        going = [line for line in lines if not line.refusal]
        context = {"lines": going, "refused": [line for line in lines if line.refusal], "verb": self._confirm(going)}
        context["title"] = _now("Preview: nothing has been saved yet")
        self.template_name = "communes/equipment_preview.html"
        return self.render_to_response(self.get_context_data(form=form, **context))

    @staticmethod
    def _confirm(going: list) -> str:
        text = ngettext("Change %(count)s device", "Change %(count)s devices", len(going))
        return text % {"count": display.number(len(going))}

    def get_context_data(self, **kwargs):
        """Adds the chosen devices to the form, so that nobody changes what is not meant."""
        form = kwargs.get("form")
        if form is not None and "lines" not in kwargs:
            ids = ChosenField.ids(form["devices"].value())
            kwargs["chosen"] = list(Equipment.objects.visible_to(self.request.user).filter(pk__in=ids).order_by("pk"))
        verb = kwargs.pop("verb", None)
        context = super().get_context_data(**kwargs)
        return context | ({"verb": verb} if verb else {})

    def get_success_url(self, result) -> str:
        return self.url("list")

    def get_success_message(self, result) -> str:
        text = ngettext("%(count)s device has been changed.", "%(count)s devices have been changed.", len(result))
        return text % {"count": display.number(len(result))}
