"""Base classes of all forms: house fields, errors that screen readers find, scope, version and the once-only token."""

import uuid

from django import forms as django_forms
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.forms.models import ModelFormMetaclass
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from common.fields import (
    CHOOSE,
    NOTHING_CHOSEN,
    DayField,
    LineField,
    MomentField,
    MonthField,
    NumberField,
    ReasonField,
    TextField,
    WholeNumberField,
    YesNoField,
)
from common.lookups import LookupField, LookupWidget

__all__ = [
    "CHOOSE", "BoundHouseField", "ChoiceField", "DayField", "Form", "FormMixin", "HiddenField", "LineField",
    "LookupField", "LookupWidget", "ModelChoiceField", "ModelForm", "MomentField", "MonthField", "MultipleChoiceField",
    "NumberField", "ReasonField", "TextField", "WholeNumberField", "YesNoField", "apply_error", "house_formfield",
]  # fmt: skip

ChoiceField = django_forms.ChoiceField
TypedChoiceField = django_forms.TypedChoiceField
MultipleChoiceField = django_forms.MultipleChoiceField
ModelChoiceField = django_forms.ModelChoiceField
BooleanField = django_forms.BooleanField
ValidationError = django_forms.ValidationError

DASHES = BLANK_CHOICE_DASH[0][1]
# Fields that belong to the page, not to the record.
PAGE_FIELDS = ("token", "version", "reason", "override", "effects_seen")

_HOUSE_FIELDS = [
    (models.DateTimeField, MomentField),
    (models.DateField, DayField),
    (models.DecimalField, NumberField),
    (models.IntegerField, WholeNumberField),
    (models.TextField, TextField),
    (models.CharField, LineField),
]
# Their own form fields check more than a line of text would.
_KEEP = (models.EmailField, models.URLField, models.SlugField, models.AutoField)


def house_formfield(db_field, **kwargs):
    """The form field of a model field, one of ours where we have one."""
    if not isinstance(db_field, _KEEP):
        for model_field, form_field in _HOUSE_FIELDS:
            if isinstance(db_field, model_field):
                kwargs.setdefault("form_class", form_field)
                break
    return db_field.formfield(**kwargs)


class HouseRenderer(TemplatesSetting):
    """Our markup for forms: label above, help beneath, error at the field, list of errors on top."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class BoundHouseField(BoundField):
    """A field on a page: says whether it is required, and whether it is one box to tick."""

    def build_widget_attrs(self, attrs, widget=None):
        """Adds aria-required; the browser's own `required` would answer in the browser's language."""
        attrs = super().build_widget_attrs(attrs, widget)
        if self.field.required and not (widget or self.field.widget).is_hidden and not self.use_fieldset:
            attrs["aria-required"] = "true"
        return attrs

    @property
    def is_tick(self) -> bool:
        """One box to tick: the label stands beside it."""
        return getattr(self.field.widget, "input_type", "") == "checkbox" and not self.use_fieldset


class TokenField(django_forms.UUIDField):
    """The mark of one opened form. A mark that nobody gave out is no mark, not an error."""

    widget = django_forms.HiddenInput

    def __init__(self):
        super().__init__(required=False, initial=uuid.uuid4)

    def clean(self, value):
        """The UUID or None."""
        try:
            return super().clean(value)
        except ValidationError:
            return None


class HiddenField(django_forms.CharField):
    """A word that the page passes on to the next one."""

    widget = django_forms.HiddenInput


class VersionField(django_forms.IntegerField):
    """The version of the record that the page showed."""

    widget = django_forms.HiddenInput

    def __init__(self, **kwargs):
        message = _("The page was incomplete. Load it again.")
        messages = {"required": message, "invalid": message}
        super().__init__(min_value=0, max_value=2**31 - 1, error_messages=messages, **kwargs)


class FormMixin:
    """What our forms share.

    `user`: who fills it in; choices with `visible_to` are narrowed to that user. `version`: the version of the record
    that the page shows (None: no record yet). `reason`: True asks for a reason, "optional" offers to give one.
    """

    default_renderer = HouseRenderer
    bound_field_class = BoundHouseField
    use_required_attribute = False
    error_css_class = "wrong"

    def __init__(self, *args, user=None, version=None, reason=False, token=False, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        self._narrow_choices()
        self._name_blanks()
        if version is not None:
            self.fields["version"] = VersionField(initial=version)
        if reason and "reason" not in self.fields:
            self.fields["reason"] = ReasonField(required=reason != "optional")
        if token:
            self.fields["token"] = TokenField()

    def _narrow_choices(self):
        for field in self.fields.values():
            queryset = getattr(field, "queryset", None)
            if self.user is not None and hasattr(queryset, "visible_to"):
                field.queryset = queryset.visible_to(self.user)

    def _name_blanks(self):
        """Nothing chosen is said in words: Django's own dashes say nothing to who hears them or sees them first."""
        for field in self.fields.values():
            words = CHOOSE if field.required else NOTHING_CHOSEN
            if isinstance(field, ModelChoiceField):
                if field.empty_label == DASHES:
                    field.empty_label = words
            # Choices that are asked of the database are not asked here.
            elif isinstance(field, ChoiceField) and isinstance(field.choices, list) and ("", DASHES) in field.choices:
                field.choices = [(value, words if label == DASHES else label) for value, label in field.choices]

    def values(self) -> dict:
        """The cleaned data of the record, without what belongs to the page (token, version, reason)."""
        return {name: value for name, value in self.cleaned_data.items() if name not in PAGE_FIELDS}

    @property
    def version(self) -> int | None:
        """The version that the person saw."""
        return getattr(self, "cleaned_data", {}).get("version")

    @property
    def reason(self) -> str:
        """The reason given, or an empty text."""
        return getattr(self, "cleaned_data", {}).get("reason") or ""

    @property
    def has_required(self) -> bool:
        """Whether the page explains the mark of required fields."""
        return any(field.field.required for field in self.visible_fields())


class Form(FormMixin, django_forms.Form):
    """A form that belongs to no single model."""


class HouseModelFormMetaclass(ModelFormMetaclass):
    """Gives every ModelForm the house fields without asking each Meta to remember it."""

    def __new__(mcs, name, bases, attrs):
        meta = attrs.get("Meta")
        if meta is not None and getattr(meta, "formfield_callback", None) is None:
            attrs["Meta"] = type("Meta", (meta,), {"formfield_callback": staticmethod(house_formfield)})
        return super().__new__(mcs, name, bases, attrs)


class ModelForm(FormMixin, django_forms.ModelForm, metaclass=HouseModelFormMetaclass):
    """A form over one model. It validates and never saves: actions do."""

    def save(self, commit=True):
        """Refused: writes go through actions."""
        raise TypeError("Forms do not save; call the action with form.values().")


def apply_error(form, error) -> None:
    """Put an ActionError on a form: at its field when the form has it, at the top otherwise."""
    errors = getattr(error, "errors", None) or {error.field: [error.message]}
    for name, sentences in errors.items():
        sentences = sentences if isinstance(sentences, list | tuple) else [sentences]
        is_here = name in form.fields and not form.fields[name].widget.is_hidden
        label = None if is_here or not name else _label_of(form, name)
        for sentence in sentences:
            form.add_error(name if is_here else None, f"{label}: {sentence}" if label else sentence)


def _label_of(form, name: str) -> str | None:
    model = getattr(getattr(form, "_meta", None), "model", None)
    known = {field.name for field in model._meta.fields} if model else set()
    return str(model._meta.get_field(name).verbose_name).capitalize() if name in known else None


def choice_missing(field) -> str:
    """The sentence for a choice that does not exist for this person."""
    return field.error_messages.get("invalid_choice") or _("Choose one of the entries of the list.")
