"""The pages of imports: the list, handing in, one import at its step, its columns, and what is done with it."""

from django.http import FileResponse, Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import display
from common.forms import Form
from common.views.base import RegisterPage
from common.views.detail import RegisterDetail
from common.views.forms import RegisterAction, RegisterCreate, RegisterEdit
from common.views.jobs import JobPages
from common.views.listing import RegisterList
from communes.scope import scope_of
from documents.views.attachments import Uploading
from documents.views.base import Unreported
from imports import actions, folders, preview, templates, undoing
from imports.forms import MapForm, UploadForm
from imports.models import Import, ImportState
from imports.resources import RESOURCES, offered_to
from imports.tables import ImportTable, state_badge

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What may be done at which step, while nothing is at work.
STEPS = {
    "map": (ImportState.READ, ImportState.CHECKED),
    "publish": (ImportState.CHECKED,),
    "undo": (ImportState.PUBLISHED,),
    "drop": (ImportState.UPLOADED, ImportState.READ, ImportState.CHECKED),
    "refused": (ImportState.CHECKED,),
}


class ImportPages(Unreported):
    """What all pages of imports share."""

    model, register = Import, "imports:import"
    select_related = ("unit", "job", "uploaded_by", "published_by", "undone_by", "batch")

    def can_write(self, user, obj=None) -> bool:
        """Whoever writes one of the registers."""
        return bool(offered_to(user)) if obj is None else actions.may_act(user, obj)

    def can_act(self, user, obj, name: str) -> bool:
        """What fits the step, by whoever may still write that register there."""
        if name not in STEPS or obj.state not in STEPS[name] or not actions.may_act(user, obj):
            return False
        if name == "refused" and not obj.refused:
            return False
        return not obj.is_at_work or name == "drop"


class ImportList(ImportPages, RegisterList):
    """One's own imports, the newest first; administrators see everybody's."""

    table_class = ImportTable
    ordering = ("-uploaded_at", "-pk")
    title = gettext_lazy("Imports")
    template_name = "imports/list.html"

    def get_context_data(self, **kwargs):
        """Adds whether something is at work, and the templates."""
        context = super().get_context_data(**kwargs)
        is_moving = any(row.record.is_at_work for row in context["table"].rows)
        return context | {"is_moving": is_moving, "offered": offered_to(self.request.user)}


class ImportCreate(Uploading, ImportPages, RegisterCreate):
    """A register and a file."""

    form_class = UploadForm
    title, verb = gettext_lazy("Import a spreadsheet"), gettext_lazy("Read the file")
    sentence = gettext_lazy(
        "The file is read and checked first; you see what would change before anything is written, and can take it "
        "back afterwards."
    )
    template_name = "imports/upload.html"

    def get_initial(self) -> dict:
        """One's own unit, and the register that the address names."""
        initial = {"unit": scope_of(self.request.user).home_unit_id}
        if self.request.GET.get("register") in RESOURCES:
            initial["resource"] = self.request.GET["register"]
        return initial

    def get_context_data(self, **kwargs):
        """Adds the templates."""
        return super().get_context_data(offered=offered_to(self.request.user), **kwargs)

    def perform(self, form):
        return actions.receive(by=self.request.user, **form.values())

    def get_success_message(self, result) -> str:
        """None: the page of the import says how far it is."""
        return ""


class ImportDetail(ImportPages, JobPages, RegisterDetail):
    """One import at its step."""

    model, register = Import, "imports:import"
    template_name = "imports/detail.html"
    can_act = ImportPages.can_act
    actions = [("undo", gettext_lazy("Take the import back")), ("drop", gettext_lazy("Give it up"))]

    def get_groups(self, obj) -> list[tuple]:
        """The file, and what became of it."""
        facts = [
            (_("Register"), RESOURCES[obj.resource].title if obj.resource in RESOURCES else obj.resource),
            (_("Unit"), obj.unit.title if obj.unit else _("the rows name their units")),
            (_("File"), f"{obj.name} ({display.size(obj.size)})"),
            (_("Received"), _moment(obj.uploaded_at, obj.uploaded_by)),
        ]
        if obj.published_at:
            facts.append((_("Published"), _moment(obj.published_at, obj.published_by)))
        if obj.undone_at:
            facts.append((_("Taken back"), _moment(obj.undone_at, obj.undone_by)))
            facts.append((_("Reason"), obj.reason))
        return [("", facts)]

    def get_context_data(self, **kwargs):
        """Adds how far it is, the counts, and a page of the rows."""
        obj = self.object
        may = {name: self.can_act(self.request.user, obj, name) for name in STEPS}
        return super().get_context_data(
            badge=state_badge(obj), may=may, left_alone=obj.is_at_work and self.is_left_alone(),
            again_url=_again_url(obj, self.request.user),
            tiles=_tiles(obj), part=self.part(obj), failed=_failed(obj), register_url=_register_url(obj),
            passed=None if obj.is_over or obj.is_at_work else preview.passed(obj), asked=_asked(obj), **kwargs,
        )  # fmt: skip

    def part(self, obj: Import):
        """The rows that the address asks for: the refused ones first."""
        if obj.state != ImportState.CHECKED or obj.is_at_work:
            return None
        kinds = [kind for kind in ("refused", "changed", "new") if getattr(obj, kind)]
        if not kinds:
            return None
        wanted, page = self.request.GET.get("show"), self.request.GET.get("page", "")
        kind = wanted if wanted in kinds else kinds[0]
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
        try:
            return preview.part(obj, RESOURCES[obj.resource], kind, number)
        except FileNotFoundError:
            return None  # it has just ended


def _moment(at, by) -> str:
    return _("%(moment)s, %(person)s") % {"moment": display.moment(at), "person": by}


def _tiles(obj: Import) -> list[tuple]:
    """(kind, label, number, tone) of what would come or came of the rows."""
    if obj.state not in (ImportState.CHECKED, ImportState.PUBLISHED, ImportState.UNDONE):
        return []
    return [
        ("new", _("New"), obj.new, "good" if obj.new else ""),
        ("changed", _("Changed"), obj.changed, "watch" if obj.changed else ""),
        ("unchanged", _("Unchanged"), obj.unchanged, ""),
        ("refused", _("Refused"), obj.refused, "late" if obj.refused else ""),
    ]


def _failed(obj: Import) -> str:
    """Why the last step did not come to its end, if so."""
    job = obj.job
    if obj.state in (ImportState.FAILED, ImportState.CANCELLED):
        return obj.sentence
    return job.sentence if job is not None and job.state in ("failed", "cancelled") else ""


def _asked(obj: Import) -> list[str]:
    """The columns with numbers of which only the person knows how they are meant."""
    labels = {column.name: column.label for column in RESOURCES[obj.resource].columns} if obj.asked else {}
    return [labels[name] for name in obj.asked if name not in obj.answers]


def _again_url(obj: Import, user) -> str:
    """Where whoever writes that register chooses another file for it, if nothing came of this one."""
    if obj.state not in (ImportState.FAILED, ImportState.CANCELLED):
        return ""
    if RESOURCES.get(obj.resource) not in offered_to(user):
        return ""
    return reverse("imports:import-create", query={"register": obj.resource})


def _register_url(obj: Import) -> str:
    """Where the rows are to be seen."""
    resource = RESOURCES.get(obj.resource)
    try:
        return reverse(resource.list_route) if resource is not None and resource.list_route else ""
    except NoReverseMatch:
        return ""


class ImportStep(ImportPages, RegisterAction):
    """What the steps share."""

    def get_form_kwargs(self) -> dict:
        """With the version: somebody else's step in between is seen."""
        return super().get_form_kwargs() | {"version": self.object.version}

    def get_success_message(self, result) -> str:
        """None: the page of the import says how far it is."""
        return ""

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class ImportMap(ImportStep, RegisterEdit):
    """Which column is which."""

    act, reason = "map", False
    form_class, template_name = MapForm, "imports/map.html"
    title, verb = gettext_lazy("Columns of the file"), gettext_lazy("Check the rows")
    sentence = gettext_lazy(
        "Say for each column of the register where it stands in the file. It is remembered for the next file with the "
        "same headings."
    )

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"spreadsheet": self.object}

    def get_context_data(self, **kwargs):
        """Adds what is left out because it names persons."""
        return super().get_context_data(dropped=self.object.dropped, **kwargs)

    def perform(self, form):
        return actions.confirm(self.object, by=self.request.user, version=form.version, **form.chosen())


class ImportPublish(ImportStep):
    """Write the checked rows."""

    act, reason = "publish", False
    title = verb = gettext_lazy("Publish")
    form_class = Form

    def get_sentence(self) -> str:
        """How many rows."""
        return _("%(new)s new rows are written and %(changed)s rows are changed; %(refused)s are left out.") % {
            "new": display.number(self.object.new), "changed": display.number(self.object.changed),
            "refused": display.number(self.object.refused),
        }  # fmt: skip

    def perform(self, form):
        return actions.publish(self.object, by=self.request.user, version=form.version)


class ImportUndo(ImportStep):
    """Take the published rows back."""

    act, reason, is_danger = "undo", True, True
    title = verb = gettext_lazy("Take the import back")
    template_name = "imports/undo.html"

    def get_sentence(self) -> str:
        """What goes and what is put back."""
        return _(
            "%(new)s rows that this import wrote are deleted, and %(changed)s rows get back what stood there before."
        ) % {"new": display.number(self.object.new), "changed": display.number(self.object.changed)}

    def get_context_data(self, **kwargs):
        """Adds what stands against it."""
        return super().get_context_data(blockers=undoing.blockers(self.object), **kwargs)

    def perform(self, form):
        return actions.undo(self.object, by=self.request.user, version=form.version, reason=form.reason)


class ImportDrop(ImportStep):
    """Nothing becomes of the file."""

    act, reason, is_danger = "drop", False, True
    title = verb = gettext_lazy("Give it up")
    sentence = gettext_lazy("The file is removed from this computer; nothing of it is written.")

    def perform(self, form):
        return actions.give_up(self.object, by=self.request.user, version=form.version)


class ImportRefused(ImportPages, RegisterPage):
    """The refused rows as a sheet with reasons."""

    def get(self, request, *args, **kwargs):
        """The file; 404 where there is none."""
        obj = self.get_object()
        self.require(self.can_act(request.user, obj, "refused"))
        try:
            content = (obj.path / folders.REFUSED).open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        name = f"{obj.name.rsplit('.', 1)[0]} - {_('refused rows')}.xlsx"
        return FileResponse(content, as_attachment=True, filename=name, content_type=XLSX)


class Template(ImportPages, RegisterPage):
    """An empty sheet of a register, with drop-downs."""

    def get(self, request, *args, **kwargs):
        """The file; 404 for a register that the person does not write."""
        resource = next((one for one in offered_to(request.user) if one.key == kwargs["key"]), None)
        if resource is None:
            raise Http404
        content = templates.workbook(resource, user=request.user)
        return FileResponse(content, as_attachment=True, filename=f"{resource.key}.xlsx", content_type=XLSX)
