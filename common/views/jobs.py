"""Background work: one's own pieces of it, how far each is, its file, and calling it off."""

from django.conf import settings
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import display, tables
from common.jobs import actions, files
from common.jobs.kinds import KINDS
from common.models import Job, JobState, JobWorker
from common.views.detail import RegisterDetail
from common.views.forms import RegisterAction
from common.views.listing import RegisterList

TONES = {JobState.RUNNING: "watch", JobState.DONE: "good", JobState.FAILED: "late"}


def state_badge(job: Job):
    """The state as a word with its sign; a running one with its percentage."""
    label = job.get_state_display()
    if job.state == JobState.RUNNING and job.total:
        label = f"{label}, {job.percent}{display.NO_BREAK_SPACE}%"
    return format_html('<span class="badge {}">{}</span>', TONES.get(job.state, "quiet"), label)


class StateColumn(tables.TextColumn):
    """How far it is."""

    cell_class = "telling"

    def render(self, record):
        """A badge."""
        return state_badge(record)

    def value(self, record):
        """The word."""
        return record.get_state_display()


class JobTable(tables.RegisterTable):
    """What was asked for, when, and what came of it."""

    title = tables.LinkColumn(verbose_name=gettext_lazy("Work"))
    state = StateColumn(verbose_name=gettext_lazy("State"))
    created_at = tables.MomentColumn(verbose_name=gettext_lazy("Asked for"))
    created_by_name = tables.TextColumn(verbose_name=gettext_lazy("By"))
    sentence = tables.TextColumn(verbose_name=gettext_lazy("Result"), orderable=False)

    class Meta(tables.RegisterTable.Meta):
        model = Job
        fields = ["title", "state", "created_at", "created_by_name", "sentence"]
        empty_text = gettext_lazy(
            "Nothing has been asked for yet. Long works, such as printing a register, stand here with their progress."
        )


class JobPages:
    """What all pages of background work share."""

    model, register = Job, "jobs:job"

    def can_act(self, user, obj, name: str) -> bool:
        """Whoever sees it may call it off while it has not ended."""
        return name == "cancel" and not obj.is_final

    def is_left_alone(self) -> bool:
        """Whether no worker is there to do what waits."""
        return settings.JOBS_MODE == "worker" and not JobWorker.objects.alive(on=timezone.now()).exists()


class JobList(JobPages, RegisterList):
    """One's own works, the newest first; administrators see everybody's."""

    table_class = JobTable
    ordering = ("-created_at", "-pk")
    title = gettext_lazy("Background work")
    template_name = "jobs/list.html"

    def get_context_data(self, **kwargs):
        """Adds whether the page follows something; whose work it is stands there only for who sees others'."""
        context = super().get_context_data(**kwargs)
        shown = [row.record for row in context["table"].rows]
        if all(job.created_by_id == self.request.user.pk for job in shown):
            context["table"].columns.hide("created_by_name")
        is_moving = any(not job.is_final for job in shown)
        return context | {"is_moving": is_moving, "is_left_alone": is_moving and self.is_left_alone()}


class JobDetail(JobPages, RegisterDetail):
    """One piece of work."""

    template_name = "jobs/detail.html"
    groups = [("", ["title", "created_at", "created_by_name", "started", "finished"])]
    actions = [("cancel", gettext_lazy("Cancel the work"))]

    def get_groups(self, obj):
        """The file with its hash and how long it stays."""
        found = super().get_groups(obj)
        if obj.sha256:
            found[0][1].extend([(_("File"), obj.file_name), (_("SHA-256 of the file"), obj.sha256)])
        return found

    def get_buttons(self, obj):
        """The file first."""
        found = super().get_buttons(obj)
        for button in found:
            button["kind"] = "danger"
        if page := _page_of(obj):
            found.insert(0, {"label": _("See what came of it"), "url": page, "kind": "primary"})
        if obj.stored_as:
            found.insert(0, {"label": _("Download the file"), "url": self.url("file", obj), "kind": "primary"})
        return found

    def get_context_data(self, **kwargs):
        """Adds how far it is, and whether there is anybody to go on with it."""
        job = self.object
        return super().get_context_data(
            job=job, badge=state_badge(job), is_left_alone=not job.is_final and self.is_left_alone(),
            amount=_amount(job), kept=_kept(job), **kwargs,
        )  # fmt: skip


def _page_of(job: Job) -> str:
    """Where its outcome stands, if not on its own page."""
    kind = KINDS.get(job.kind)
    return kind.page(job.parameters) if kind and kind.page else ""


def _amount(job: Job) -> str:
    if not job.total:
        return ""
    return _("%(done)s of %(total)s") % {"done": display.number(job.done), "total": display.number(job.total)}


def _kept(job: Job) -> str:
    """Until when the file can be had."""
    if job.is_cleared:
        return _("The file has been cleared away. Ask for it again if you need it.")
    if not job.stored_as:
        return ""
    days = settings.JOB_RESULT_DAYS
    text = ngettext("The file stays for %(days)s day.", "The file stays for %(days)s days.", days)
    return text % {"days": days}


class JobFile(JobDetail):
    """The file that the work made, as a download."""

    def get(self, request, *args, **kwargs):
        """The file; the page of the work if there is none; 404 for who may not see any more what stands in it."""
        self.object = job = self.get_object()
        if not job.stored_as:
            return self.render_to_response(self.get_context_data())
        kind = KINDS.get(job.kind)
        if kind is None or not kind.may_fetch(job.parameters, request.user):
            raise Http404
        try:
            content = files.path_of(job).open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        return FileResponse(content, as_attachment=True, filename=job.file_name)


class JobCancel(JobPages, RegisterAction):
    """Call it off."""

    act, reason, is_danger = "cancel", False, True
    title = verb = gettext_lazy("Cancel the work")
    sentence = gettext_lazy("The work stops and leaves nothing half done. You can ask for it again at any time.")

    def perform(self, form):
        return actions.cancel(self.object, by=self.request.user)

    def get_success_url(self, result) -> str:
        """Where its outcome would have stood."""
        return _page_of(result) or super().get_success_url(result)

    def get_success_message(self, result):
        """Only what stays true: that it is being cancelled is said by the page for as long as it is."""
        return _("The work has been cancelled.") if result.is_final else ""
