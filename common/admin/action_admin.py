"""ActionAdmin: Django's admin with our rules. Nothing here writes but the action that a subclass names in `perform`."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import widgets
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy_text

from common import fields
from common.admin.effects import Effect
from common.admin.forms import ActionForm, ReasonForm
from common.errors import ActionError, NotAllowed
from common.history import changes_of, entries, seen_by
from common.text import fold

MOST_COUNTED = 5000
MOST_ENTRIES = 200


class BoundedPaginator(Paginator):
    """Counts no further than 5,000 rows: beyond that people filter, and a full count of a register is slow."""

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by()[: MOST_COUNTED + 1].count()

    @property
    def count(self) -> int:
        """The number of rows, at most the bound."""
        return min(self._counted, MOST_COUNTED)

    @property
    def is_bounded(self) -> bool:
        """Whether there are more rows than were counted."""
        return self._counted > MOST_COUNTED


class AdminDayInput(widgets.AdminDateWidget):
    """The admin's calendar beside a text input for dd/mm/yyyy."""

    def format_value(self, value):
        """dd/mm/yyyy whatever the language."""
        return fields.DayInput().format_value(value)


class NamedAutocomplete(widgets.AutocompleteSelect):
    """Select2 takes its accessible name from what it shows, so an empty one shows what to do."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        """Adds the placeholder, which Django leaves empty."""
        return {**super().build_attrs(base_attrs, extra_attrs), "data-placeholder": _("Type a part of the name")}


class ActionAdmin(admin.ModelAdmin):
    """Base of every admin class. A subclass names `perform`, usually `may`, and the usual ModelAdmin attributes.

    The form rehearses the action in `clean`; a change asks for a reason and carries the version that was seen; a
    ClosedMonth shows `effects_of` and asks for a tick if `may_override`. Lists, look-ups, history and objects all come
    from `visible_to(request.user)`, so anything else is missing.
    """

    form = ActionForm
    actions = None
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    paginator = BoundedPaginator
    save_on_top = False
    change_form_template = "admin/action_change_form.html"
    history_template = "admin/action_history.html"
    delete_template = "admin/action_delete.html"
    delete_form = ReasonForm
    formfield_overrides = {
        models.DateField: {"form_class": fields.DayField, "widget": AdminDayInput},
        models.DateTimeField: {"form_class": fields.MomentField, "widget": fields.MomentInput},
        models.IntegerField: {
            "form_class": fields.WholeNumberField,
            "widget": forms.TextInput(attrs={"class": "vIntegerField", "inputmode": "numeric"}),
        },
        models.DecimalField: {
            "form_class": fields.NumberField,
            "widget": forms.TextInput(attrs={"class": "vIntegerField", "inputmode": "decimal"}),
        },
        models.CharField: {"form_class": fields.LineField, "widget": widgets.AdminTextInputWidget},
        models.TextField: {"form_class": fields.TextField, "widget": widgets.AdminTextareaWidget},
    }

    class Media:
        js = ("js/admin.js",)

    # --- What a subclass says ----------------------------------------------------------------------------------------

    def may(self, request, verb: str, obj=None) -> bool:
        """Whether the user may view, add, change or delete (obj None: any at all). Superusers, unless overridden."""
        return request.user.is_superuser

    def perform(self, request, obj, form, change: bool):
        """Call the action: `obj` is the stored record (None: add). Returns the record."""
        raise NotImplementedError

    def perform_delete(self, request, obj, *, reason: str, override: bool) -> None:
        """Call the deleting action; only asked where `may` allows delete."""
        raise NotAllowed

    def may_override(self, request, obj=None) -> bool:
        """Whether the user may correct a closed month."""
        return request.user.is_superuser

    def effects_of(self, request, error, rehearse) -> list[Effect]:
        """What the correction would change. `rehearse(read)` gives what `read()` says after the change, then undone."""
        return [Effect(", ".join(str(part) for part in cell)) for cell in error.cells]

    def history_objects(self, obj) -> list:
        """The record and its own dated rows; those that the user may not see are left out afterwards."""
        return [obj]

    # --- Scope and rights --------------------------------------------------------------------------------------------

    def get_queryset(self, request):
        """The records that the user may see."""
        queryset = self.model._default_manager.visible_to(request.user)
        ordering = self.get_ordering(request)
        return queryset.order_by(*ordering) if ordering else queryset

    def fresh(self, request, obj):
        """The record as it is stored, untouched by the form; None stays None."""
        return self.get_queryset(request).get(pk=obj.pk) if obj is not None else None

    def has_view_permission(self, request, obj=None):
        return self.may(request, "view", obj) or self.may(request, "change", obj)

    def has_add_permission(self, request):
        return self.may(request, "add")

    def has_change_permission(self, request, obj=None):
        return self.may(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return type(self).perform_delete is not ActionAdmin.perform_delete and self.may(request, "delete", obj)

    def has_module_permission(self, request):
        return any(self.may(request, verb) for verb in ("view", "add", "change"))

    def get_search_results(self, request, queryset, search_term):
        """Search as on the pages: without diacritics when the folded column is searched."""
        if "search" in self.get_search_fields(request):
            search_term = fold(search_term)
        return super().get_search_results(request, queryset, search_term[:100])

    def view_on_site(self, obj):
        """The record's page, without the redirect of the contenttypes framework."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def get_view_on_site_url(self, obj=None):
        return self.view_on_site(obj) if obj is not None and obj.pk else None

    # --- The form ----------------------------------------------------------------------------------------------------

    def get_fieldsets(self, request, obj=None):
        """The register's own groups, and the reason beneath for a change."""
        found = list(super().get_fieldsets(request, obj))
        if obj is not None and self.has_change_permission(request, obj):
            found.append((_("Reason for the change"), {"fields": ("reason",)}))
        if self._year_is_only_shown(request, obj):
            found = [(title, {**group, "fields": _without_year(group["fields"])}) for title, group in found]
        return found

    def get_list_display(self, request):
        """The columns; a year is no quantity."""
        return _without_year(super().get_list_display(request))

    @admin.display(description=lazy_text("year"), ordering="year")
    def year_in_digits(self, obj) -> str:
        """2020, where Django would group it like any number: 2.020."""
        return str(obj.year)

    def _year_is_only_shown(self, request, obj) -> bool:
        if obj is None:
            return False
        return "year_in_digits" in self.get_readonly_fields(request, obj) or not self.has_change_permission(
            request, obj
        )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A year is typed and shown without a point."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "year" and field is not None:
            field.localize = field.widget.is_localized = False
        return field

    def get_fields(self, request, obj=None):
        """Without the fields that belong to the page."""
        page = set(ActionForm.declared_fields)
        return [name for name in super().get_fields(request, obj) if name not in page]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form class bound to this request and to the record as stored."""
        form_class = super().get_form(request, obj, change, **kwargs)
        return type(form_class.__name__, (form_class,), {"request": request, "model_admin": self, "stored": obj})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Choices within the user's scope."""
        queryset = kwargs.get("queryset") or db_field.remote_field.model._default_manager.all()
        if hasattr(queryset, "visible_to"):
            kwargs["queryset"] = queryset.visible_to(request.user)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", NamedAutocomplete(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A refusal after the rehearsal (somebody was quicker) comes back as a message; nothing is written."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ActionError as error:
            messages.error(request, str(error.message))
            return HttpResponseRedirect(request.get_full_path())

    def save_form(self, request, form, change):
        """The admin's own save is not used."""
        return form.instance

    def save_model(self, request, obj, form, change):
        """The action, for good. The admin then speaks of the record that the action made."""
        stored = form.run()
        obj.__dict__.update(stored.__dict__)

    def save_related(self, request, form, formsets, change):
        """Nothing: what belongs to a record is written by its action. Inlines are for reading."""

    # --- Delete and history ------------------------------------------------------------------------------------------

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Django leads back to the first page with a message; here it is the 404 of everything missing or denied."""
        raise Http404

    def _object_or_404(self, request, object_id: str):
        # Whoever sees no record of this kind is told so before one is looked for, or 403 would say that it exists.
        if not self.has_view_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        return obj

    def delete_view(self, request, object_id, extra_context=None):
        """Asks for a reason, then calls the deleting action."""
        obj = self._object_or_404(request, object_id)
        if not self.has_delete_permission(request, obj):
            raise PermissionDenied
        form_class = type("DeleteForm", (self.delete_form,), {"request": request, "model_admin": self, "stored": obj})
        form = form_class(request.POST or None, initial={"version": getattr(obj, "version", None)})
        if request.method == "POST" and form.is_valid():
            return self._delete(request, obj, form)
        return self._render(request, self.delete_template, obj, _("Delete %(name)s") % {"name": obj}, form=form)

    def _delete(self, request, obj, form):
        name = str(obj)
        try:
            with transaction.atomic():
                form.run()
        except ActionError as error:
            messages.error(request, str(error.message))
            return HttpResponseRedirect(request.get_full_path())
        messages.success(request, _("“%(name)s” has been deleted.") % {"name": name})
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    def history_view(self, request, object_id, extra_context=None):
        """The record's history from the audit."""
        obj = self._object_or_404(request, object_id)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        changes = changes_of(seen_by(request.user, self.history_objects(obj)))[:MOST_ENTRIES]
        title = _("History of %(name)s") % {"name": obj}
        return self._render(request, self.history_template, obj, title, entries=entries(changes, user=request.user))

    def _render(self, request, template: str, obj, title: str, **context):
        name = f"{self.opts.app_label}_{self.opts.model_name}_change"
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": obj,
            "title": title,
            "media": self.media,
            "change_url": reverse(f"admin:{name}", args=[obj.pk], current_app=self.admin_site.name),
            **context,
        }
        return TemplateResponse(request, template, context)

    # --- Django's own log: ours is the audit -------------------------------------------------------------------------

    def log_addition(self, request, obj, message):
        """Nothing: the action wrote the audit."""

    def log_change(self, request, obj, message):
        """Nothing: the action wrote the audit."""

    def log_deletions(self, request, queryset):
        """Nothing: the action wrote the audit."""


def _without_year(names) -> list:
    return ["year_in_digits" if name == "year" else name for name in names]
