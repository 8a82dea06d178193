"""Table, filters, forms, pages and admin of the tests' own register."""

from common import filters, forms, tables
from common.admin import ActionAdmin, ActionSite, Effect
from common.keyset import Keyset
from common.views import (
    LookupView,
    RecordHistory,
    RegisterAction,
    RegisterCreate,
    RegisterDelete,
    RegisterDetail,
    RegisterEdit,
    RegisterList,
)
from tests.common.gadget import Gadget, as_holiday, change, create, remove


class GadgetTable(tables.RegisterTable):
    name = tables.LinkColumn()
    version = tables.NumberColumn(total=True)

    class Meta(tables.RegisterTable.Meta):
        model = Gadget
        fields = ["name", "day", "legal_basis", "version"]
        empty_text = "No gadgets."


class GadgetFilter(filters.RegisterFilter):
    q = filters.TextFilter("name")
    day_from = filters.FromDay("day", label="From")
    day_until = filters.UntilDay("day", label="Until")
    basis = filters.ChoiceFilter(
        field_name="legal_basis", choices=[("law", "By law"), ("habit", "By habit")], label="Basis"
    )
    twin = filters.LookupFilter(
        field_name="pk", queryset=lambda r: Gadget.objects.visible_to(r.user), url="gadget-lookup", search_field="name",
        label="Twin",
    )  # fmt: skip

    class Meta:
        model = Gadget
        fields = []


class GadgetForm(forms.ModelForm):
    class Meta:
        model = Gadget
        fields = ["day", "name", "legal_basis"]


class GadgetPages:
    model = Gadget
    register = "gadget"

    def can_write(self, user, obj=None):
        """People called "reader" only look."""
        return user.username != "reader"


class GadgetList(GadgetPages, RegisterList):
    table_class, filterset_class, title = GadgetTable, GadgetFilter, "Gadgets"
    ordering, per_page = ["day"], 5


class LongGadgetList(GadgetList):
    keyset = Keyset("-day", sorts=["day", "name"], size=5)


class GadgetDetail(GadgetPages, RegisterDetail):
    groups = [("Facts", ["name", "day", ("Twice", lambda obj: obj.version * 2000)])]
    actions = [("rename", "Rename")]

    def related_tables(self, obj):
        """Itself once more."""
        return [("Related", GadgetTable, Gadget.objects.filter(pk=obj.pk))]


class GadgetCreate(GadgetPages, RegisterCreate):
    form_class = GadgetForm

    def perform(self, form):
        """Create."""
        return create(by=self.request.user, **form.values())


class GadgetEdit(GadgetPages, RegisterEdit):
    form_class = GadgetForm

    def perform(self, form):
        """Change."""
        return change(self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values())


class RenameForm(forms.Form):
    name = forms.LineField(max_length=20, label="New name")


class GadgetRename(GadgetPages, RegisterAction):
    act, verb, sentence, form_class = "rename", "Rename", "It gets another name.", RenameForm

    def perform(self, form):
        """Rename."""
        values = {"day": self.object.day, "legal_basis": self.object.legal_basis, **form.values()}
        return change(self.object, by=self.request.user, version=form.version, reason=form.reason, **values)


class GadgetDelete(GadgetPages, RegisterDelete):
    def perform(self, form):
        """Delete."""
        remove(self.object, by=self.request.user, reason=form.reason)


class GadgetHistory(GadgetPages, RecordHistory):
    def history_objects(self, obj):
        """Told as what it is in the database."""
        return [as_holiday(obj)]


class GadgetLookup(LookupView):
    model, search_field = Gadget, "name"


class GadgetAdmin(ActionAdmin):
    list_display = ["name", "day"]
    search_fields = ["name"]
    fields = ["day", "name", "legal_basis"]

    def may(self, request, verb, obj=None):
        """Staff do everything except deleting, people called "reader" only look."""
        return verb == "view" if request.user.username == "reader" else verb != "delete" or request.user.is_superuser

    def perform(self, request, obj, form, change_):
        """Create or change."""
        if obj is None:
            return create(by=request.user, **form.values())
        return change(
            obj, by=request.user, version=form.version, reason=form.reason, override=form.override, **form.values()
        )

    def perform_delete(self, request, obj, *, reason, override):
        """Delete."""
        remove(obj, by=request.user, reason=reason)

    def history_objects(self, obj):
        """Told as what it is in the database."""
        return [as_holiday(obj)]

    def effects_of(self, request, error, rehearse):
        """How many gadgets of that name there are, before and after."""
        count = Gadget.objects.filter(name="renamed").count
        return [Effect("renamed", count(), rehearse(count))]


class GadgetSite(ActionSite):
    def _build_app_dict(self, request, label=None):
        """The throw-away model belongs to no installed app."""
        return {}


site = GadgetSite(name="admin")
site.register(Gadget, GadgetAdmin)
