"""Pages that write: create, edit, act. Each calls one action and shows what the action refuses, keeping the typing."""

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import display
from common.actions import SentAlready
from common.forms import Form
from common.views.base import RegisterPage
from common.views.doing import Undone, do


class FormPage(RegisterPage):
    """Shows a form on GET and calls `perform(form)` on POST.

    `form.values()` are the record's data, `form.version` what the person saw, `form.reason` why. `reason`: True asks
    for one, "optional" offers it.
    """

    form_class = Form
    reason: bool | str = False
    verb = gettext_lazy("Save")
    sentence = ""
    is_danger = False
    template_name = "generic/form.html"
    object = None

    def perform(self, form):
        """Call the action; returns the record it made or changed."""
        raise NotImplementedError

    def check_rights(self) -> None:
        """403 for somebody who may look but not write."""

    def load(self) -> None:
        """Fetch what the page is about."""

    def get_initial(self) -> dict:
        """Values of an empty form."""
        return {}

    def get_form_kwargs(self) -> dict:
        """What the form is built with."""
        kwargs = {
            "user": self.request.user,
            "version": getattr(self.object, "version", None),
            "reason": self.reason,
            "token": True,
            "initial": self.get_initial(),
        }
        if self.object is not None and issubclass(self.form_class, django_forms.BaseModelForm):
            # A copy: binding writes the typed values into the instance, and the action compares with the stored ones.
            kwargs["instance"] = twin(self.object)
        return kwargs

    def get_form(self, data=None, files=None):
        """The form, bound when there is data."""
        return self.form_class(data, files, **self.get_form_kwargs())

    def get(self, request, *args, **kwargs):
        """The form."""
        self.load()
        self.check_rights()
        return self.show(self.get_form())

    def post(self, request, *args, **kwargs):
        """Do it, or show why not."""
        self.load()
        self.check_rights()
        form = self.get_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        try:
            result = do(form, lambda: self.perform(form), by=request.user, address=self.get_success_url)
        except SentAlready as done:
            messages.info(request, _("This form had been sent already; nothing was saved twice."))
            return HttpResponseRedirect(done.url or self.url("list"))
        except Undone as refused:
            return self.show(form, **(self.compare(form) if refused.is_stale else {}))
        messages.success(request, self.get_success_message(result))
        return HttpResponseRedirect(self.get_success_url(result))

    def show(self, form, **context):
        """Render the page."""
        return self.render_to_response(self.get_context_data(form=form, **context))

    def compare(self, form) -> dict:
        """After somebody else's save: the fields that differ, mine and theirs; the form takes the new version."""
        fresh = self.get_object()
        self.object = fresh
        theirs = self.get_form()
        rows = []
        for bound in form.visible_fields():
            name = bound.name
            if name not in theirs.fields or name == "reason":
                continue
            initial = theirs.get_initial_for_field(theirs.fields[name], name)
            if bound.field.has_changed(initial, bound.data):
                rows.append((bound, in_words(bound, bound.data), in_words(theirs[name], theirs[name].value())))
        form.data = form.data.copy()
        form.data["version"] = fresh.version
        return {"differences": rows}

    def get_success_url(self, result) -> str:
        """The page of the record."""
        if hasattr(result, "get_absolute_url"):
            return result.get_absolute_url()
        return self.url("detail", self.object) if self.object is not None else self.url("list")

    def get_success_message(self, result) -> str:
        """What was done, in a sentence."""
        return _("“%(name)s” has been saved.") % {"name": result if result is not None else self.object}

    def get_cancel_url(self) -> str:
        """Where "cancel" leads."""
        return (self.object is not None and self.url("detail", self.object)) or self.url("list") or "/"

    def get_context_data(self, **kwargs):
        """Adds verb, sentence and the way back."""
        return super().get_context_data(
            verb=self.verb,
            sentence=self.get_sentence(),
            is_danger=self.is_danger,
            cancel_url=self.get_cancel_url(),
            **kwargs,
        )

    def get_sentence(self) -> str:
        """What pressing the button means."""
        return self.sentence

    def get_breadcrumbs(self):
        return [*super().get_breadcrumbs(), (self.get_title(), None)]


def twin(obj):
    """A copy of a record that shares nothing with it, the cache of its relations included."""
    other = type(obj).__new__(type(obj))
    other.__dict__.update(obj.__getstate__())
    return other


def in_words(bound, value) -> str:
    """A form value as a person reads it: labels of choices, formatted numbers and dates."""
    if value in (None, "", []):
        return "–"
    field = bound.field
    value = field.prepare_value(value)
    choices = getattr(field, "choices", None)
    if choices is not None:
        labels = {str(key): label for key, label in _flat(choices)}
        return str(labels.get(str(value), value))
    shown = field.widget.format_value(value) if hasattr(field.widget, "format_value") else value
    return str(display.show(shown))


def _flat(choices):
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


class RegisterCreate(FormPage):
    """A new record."""

    def check_rights(self) -> None:
        self.require(self.can_write(self.request.user))

    def get_title(self):
        return self.title or _("Add %(kind)s") % {"kind": self.model._meta.verbose_name}


class RegisterEdit(FormPage):
    """A change of a record, against the version that the person saw."""

    reason = True
    act = "edit"

    def load(self) -> None:
        self.object = self.get_object()

    def check_rights(self) -> None:
        self.require(self.can_act(self.request.user, self.object, self.act))

    def get_title(self):
        return self.title or _("Edit %(name)s") % {"name": self.object}


class RegisterAction(RegisterEdit):
    """One act on a record (finish, cancel, move …): a sentence, perhaps a few fields, a button.

    `act` names the act for `can_act`; it is the keyword under which `register_urls` got the view.
    """

    act = ""

    def get_title(self):
        return self.title or str(self.verb)


class RegisterDelete(RegisterAction):
    """Takes a record out of the register. `perform` calls the action; then the list is shown."""

    act = "delete"
    verb = gettext_lazy("Delete")
    is_danger = True
    reason = True

    def get_title(self):
        return self.title or _("Delete %(name)s") % {"name": self.object}

    def get_success_url(self, result) -> str:
        return self.url("list")

    def get_success_message(self, result) -> str:
        return _("“%(name)s” has been deleted.") % {"name": self.object}
