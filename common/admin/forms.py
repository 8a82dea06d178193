"""Forms of the admin: the action is tried in a savepoint while the form is checked, so its refusals stand at fields."""

from contextlib import suppress

from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from common.admin.effects import Effect, is_proved, proof
from common.errors import ActionError, ClosedMonth, OutOfScope, StaleVersion
from common.fields import ReasonField
from common.forms import Form, FormMixin, HouseModelFormMetaclass, VersionField, apply_error, choice_missing
from common.views.doing import sentence_of


class _Rehearsed(Exception):
    """Rolls a rehearsal back."""


class RehearsalMixin:
    """A form whose `clean` ends with a rehearsal of its action. Set by the admin: request, model_admin, stored object.

    `effects` is filled when the action met a closed month and this person may override; the form then asks to tick
    `override`, and only a tick under the very effects that were shown counts.
    """

    request = None
    model_admin = None
    stored = None
    effects: list[Effect] | None = None
    effects_proof = ""
    overrides = False

    def run(self):
        """Call the action for good or in a rehearsal; overridden by the two kinds of form."""
        raise NotImplementedError

    @property
    def override(self) -> bool:
        """Whether the action is to be called with `override=True`."""
        return self.overrides

    @property
    def subject(self) -> str:
        """What the proof of shown effects is bound to: this object with these values."""
        values = {name: str(value) for name, value in self.values().items()}
        return repr((self.model_admin.opts.label_lower, getattr(self.stored, "pk", None), sorted(values.items())))

    def full_clean(self):
        """Django's checks first; the rehearsal only when they found nothing."""
        super().full_clean()
        if self.is_bound and not self._errors:
            self.rehearse()

    def rehearse(self) -> None:
        """Try the action; its refusals become errors of the form."""
        try:
            self.in_savepoint()
        except ClosedMonth as error:
            self._closed(error)
        except ActionError as error:
            self.refuse(error)
        except IntegrityError as error:
            self.add_error(None, sentence_of(error))

    def in_savepoint(self, read=None):
        """Run the action, read what `read()` says of the world after it, undo everything, return what was read."""
        found = None
        with suppress(_Rehearsed), transaction.atomic():
            self.run()
            found = read() if read else None
            raise _Rehearsed
        return found

    def refuse(self, error: ActionError) -> None:
        """Put a refusal where it belongs."""
        if isinstance(error, OutOfScope) and error.field in self.fields:
            self.add_error(error.field, choice_missing(self.fields[error.field]))
            return
        if isinstance(error, StaleVersion) and self.stored is not None:
            self.data = self.data.copy()
            self.data["version"] = self.stored.version
        apply_error(self, error)

    def _closed(self, error: ClosedMonth) -> None:
        if "override" not in self.fields or not self.model_admin.may_override(self.request, self.stored):
            self.refuse(error)
            return
        self.overrides = True
        try:
            effects = self.model_admin.effects_of(self.request, error, self.in_savepoint)
            expected = proof(self.request.user, self.subject, effects)
            if self.cleaned_data.get("override") and is_proved(self.cleaned_data.get("effects_seen"), expected):
                self.in_savepoint()
                return
        except ActionError as other:
            self.overrides = False
            self.refuse(other)
            return
        self.overrides = False
        self.effects, self.effects_proof = effects, expected
        self.add_error(None, error.fact)
        self.add_error(None, _("Look at the effects, give the reason, tick the box, and save again."))


class _PageFields(forms.Form):
    """The fields that belong to the page of the admin, not to the record."""

    version = VersionField(required=False)
    override = forms.BooleanField(label=_("I have seen the effects and still make the correction"), required=False)
    effects_seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    reason = ReasonField()


class ActionForm(RehearsalMixin, FormMixin, forms.ModelForm, metaclass=HouseModelFormMetaclass):
    """Base of the admin's forms; ActionAdmin.get_form binds it to the request."""

    version = _PageFields.base_fields["version"]
    override = _PageFields.base_fields["override"]
    effects_seen = _PageFields.base_fields["effects_seen"]
    reason = _PageFields.base_fields["reason"]

    default_renderer = None
    bound_field_class = None
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Choices are narrowed already, by ActionAdmin.formfield_for_foreignkey.
        self.user = self.request.user if self.request else None
        if self.stored is None:
            for name in ("version", "override", "effects_seen", "reason"):
                del self.fields[name]
        else:
            self.fields["version"].required = hasattr(self.stored, "version")
            self.fields["version"].initial = getattr(self.stored, "version", None)

    def run(self):
        """The register's own action, on the object as it is stored."""
        obj = self.model_admin.fresh(self.request, self.stored)
        return self.model_admin.perform(self.request, obj, self, self.is_change)

    @property
    def is_change(self) -> bool:
        """Whether there is a stored record."""
        return self.stored is not None

    def save(self, commit=True):
        """Refused: the admin saves through `perform`."""
        raise TypeError("The admin saves through actions.")


class ReasonForm(RehearsalMixin, Form):
    """Deleting a record: why, at which version, and the effects when a month is closed."""

    version = _PageFields.base_fields["version"]
    override = _PageFields.base_fields["override"]
    effects_seen = _PageFields.base_fields["effects_seen"]
    reason = _PageFields.base_fields["reason"]

    def run(self):
        """The register's own deletion."""
        obj = self.model_admin.fresh(self.request, self.stored)
        return self.model_admin.perform_delete(self.request, obj, reason=self.reason, override=self.overrides)
