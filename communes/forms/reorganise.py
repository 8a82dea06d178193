"""Forms of the six kinds of reorganisation; each makes a `communes.reorganise.Plan` and writes nothing."""

from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common import clock, forms
from communes.forms.base import SinceField, UnitField, offer_units
from communes.models import LegalType, ReorganisationKind, Unit
from communes.reorganise import Heir, NewUnit, Plan

MOST_ENDING, MOST_HEIRS = 8, 4
KIND_OF = {
    "tinh": "province", "huyen": "district", "xa": "commune", "thi_tran": "commune", "phuong": "commune",
    "phong_ban": "office",
}  # fmt: skip
CHOICE = "choice:"


class ReorganisationForm(forms.Form):
    """What every kind asks for: the day, the resolution, a note. A subclass gives `kind`, `ending()` and `heirs()`."""

    kind = ""
    effective_on = SinceField(label=_("Effective on"), help_text=_("The first day of the new structure."))
    resolution = forms.LineField(
        label=_("Resolution"), max_length=200, help_text=_("Number and date, as in NQ 896/NQ-UBTVQH14 of 11/02/2020.")
    )
    note = forms.TextField(label=_("Note"), required=False, max_length=2000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].initial = clock.today().replace(day=1)
        for name, field in self.fields.items():
            if isinstance(field, UnitField):
                offer_units(self, name, capability="units")

    def ending(self) -> list[Unit]:
        """The units that end."""
        return []

    def heirs(self) -> list[Heir]:
        """The units that take over."""
        return []

    def plan(self) -> Plan:
        """What is to be done; the form must be valid."""
        values = self.cleaned_data
        return Plan(
            kind=self.kind, effective_on=values["effective_on"], resolution=values["resolution"], note=values["note"],
            ending=tuple(self.ending()), heirs=tuple(self.heirs()), choices=self._choices(),
        )  # fmt: skip

    def _choices(self) -> dict[str, int]:
        """Which heir gets which thing of a split, as the preview page sends it."""
        found = {}
        for name, value in self.data.items():
            if name.startswith(CHOICE) and str(value).isascii() and str(value).isdigit() and len(value) < 3:
                found[name.removeprefix(CHOICE)] = int(value)
        return found


def _name_field(**kwargs):
    return forms.LineField(label=_("Name of the new unit"), max_length=200, help_text=_("Without its generic word: "
        "“Tả Củ Tỷ”, not “xã Tả Củ Tỷ”."), **kwargs)  # fmt: skip


class NewUnitForm(ReorganisationForm):
    """A unit that begins on the day: its name, generic word, code, and what it belongs to."""

    new_name = _name_field()
    new_type = forms.ChoiceField(label=_("Generic word"), choices=LegalType.choices, initial=LegalType.XA)
    new_code = forms.LineField(label=_("Official code"), max_length=10, required=False)
    new_parent = UnitField(label=_("Belongs to"), required=False, empty_label=_("nothing: it is the highest"))

    def new_unit(self) -> NewUnit:
        """The unit that begins."""
        values = self.cleaned_data
        return NewUnit(
            name=values["new_name"], legal_type=values["new_type"], kind=KIND_OF[values["new_type"]],
            parent=values["new_parent"], code=values["new_code"],
        )  # fmt: skip

    def heirs(self):
        return [Heir(self.new_unit())]


class CreateForm(NewUnitForm):
    """A unit is founded."""

    kind = ReorganisationKind.CREATE
    field_order = ["new_name", "new_type", "new_code", "new_parent", "effective_on", "resolution", "note"]


class RenameForm(NewUnitForm):
    """A unit gets another name, generic word or code."""

    kind = ReorganisationKind.RENAME
    unit = UnitField(label=_("Unit"))
    new_name = _name_field()
    field_order = ["unit", "new_name", "new_type", "new_code", "effective_on", "resolution", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["new_parent"]
        self.fields["new_code"].help_text = _("Leave empty if the unit has none; write it again if it stays.")

    def ending(self):
        return [self.cleaned_data["unit"]]

    def new_unit(self):
        """The same place under another name."""
        values, old = self.cleaned_data, self.cleaned_data["unit"]
        return NewUnit(
            name=values["new_name"], legal_type=values["new_type"], kind=KIND_OF[values["new_type"]],
            parent=old.parent, code=values["new_code"], latitude=old.latitude, longitude=old.longitude,
            area_km2=old.area_km2,
        )  # fmt: skip


class MoveForm(ReorganisationForm):
    """A unit comes under another one, with all that lies below it."""

    kind = ReorganisationKind.MOVE
    unit = UnitField(label=_("Unit"))
    new_parent = UnitField(label=_("Belongs from then on to"))
    new_code = forms.LineField(
        label=_("New official code"), max_length=10, required=False, help_text=_("Leave empty if the code stays.")
    )
    field_order = ["unit", "new_parent", "new_code", "effective_on", "resolution", "note"]

    def ending(self):
        return [self.cleaned_data["unit"]]

    def heirs(self):
        old, values = self.cleaned_data["unit"], self.cleaned_data
        new = NewUnit(
            name=old.name, legal_type=old.legal_type, kind=old.kind, parent=values["new_parent"],
            code=values["new_code"] or old.code, latitude=old.latitude, longitude=old.longitude,
            area_km2=old.area_km2,
        )  # fmt: skip
        return [Heir(new)]


class EndingForm(ReorganisationForm):
    """Several units end: the first is required, more may follow."""

    ending_fields = [f"ending_{number}" for number in range(1, MOST_ENDING + 1)]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        order = [name for name in self.fields if name not in self.ending_fields]
        for number, name in enumerate(self.ending_fields, 1):
            self.fields[name] = UnitField(
                label=format_lazy("{} {}", _("Unit that ends"), number), required=number == 1, empty_label="–"
            )
            offer_units(self, name, capability="units")
        self.order_fields([*self.ending_fields, *order])

    def ending(self):
        return [unit for name in self.ending_fields if (unit := self.cleaned_data.get(name)) is not None]


class AbolishForm(EndingForm):
    """Units end without being merged; what they still hold goes to a unit named."""

    kind = ReorganisationKind.ABOLISH
    into = UnitField(
        label=_("What they hold goes to"), required=False, empty_label=_("nobody: they hold nothing"),
        help_text=_("Machines, people, connections, programmes and unfinished work."),
    )  # fmt: skip
    field_order = ["into", "effective_on", "resolution", "note"]

    def heirs(self):
        into = self.cleaned_data.get("into")
        return [Heir(into)] if into is not None else []


class MergeForm(EndingForm, NewUnitForm):
    """Units end in one that exists, or in a new one."""

    kind = ReorganisationKind.MERGE
    into = UnitField(
        label=_("Existing unit that takes over"), required=False, empty_label=_("none: a new unit begins"),
        help_text=_("It keeps its name, code and history. If a new unit begins, name it below instead."),
    )  # fmt: skip
    field_order = [
        "into", "new_name", "new_type", "new_code", "new_parent", "effective_on", "resolution", "note",
    ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_name"].required = False

    def clean(self):
        """Either one that exists or one that begins."""
        found = super().clean()
        if found.get("into") is None and not found.get("new_name") and "into" not in self.errors:
            self.add_error("into", _("Choose the unit that takes over, or name the new one."))
        if found.get("into") is not None and found.get("new_name"):
            self.add_error("new_name", _("Either an existing unit takes over or a new one begins, not both."))
        return found

    def heirs(self):
        into = self.cleaned_data.get("into")
        return [Heir(into)] if into is not None else super().heirs()


class SplitForm(ReorganisationForm):
    """A unit ends and its parts go to several, existing or new, by shares."""

    kind = ReorganisationKind.SPLIT
    unit = UnitField(label=_("Unit that is split"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        last = [name for name in self.fields if name != "unit"]
        for number in range(1, MOST_HEIRS + 1):
            self._add_heir(number)
        self.order_fields(["unit", *(name for name in self.fields if name not in last and name != "unit"), *last])

    def _add_heir(self, number: int) -> None:
        def label(words):
            return format_lazy("{} {}: {}", _("Part"), number, words)

        self.fields[f"heir_{number}"] = UnitField(
            label=label(_("existing unit that takes it over")), required=False, empty_label=_("none: a new unit begins")
        )
        offer_units(self, f"heir_{number}", capability="units")
        self.fields[f"name_{number}"] = forms.LineField(
            label=label(_("or name of the new unit")), max_length=200, required=False
        )
        self.fields[f"type_{number}"] = forms.ChoiceField(
            label=label(_("generic word of the new unit")), choices=LegalType.choices, initial=LegalType.XA
        )
        self.fields[f"code_{number}"] = forms.LineField(
            label=label(_("code of the new unit")), max_length=10, required=False
        )
        self.fields[f"share_{number}"] = forms.NumberField(
            label=label(_("share in percent")), required=False, max_digits=5, decimal_places=2, min_value=Decimal(0),
            max_value=Decimal(100), help_text=_("Of people, area or whatever the resolution goes by; all parts: 100."),
        )  # fmt: skip

    def clean(self):
        """Each part has one unit and a share."""
        found = super().clean()
        for number in range(1, MOST_HEIRS + 1):
            heir, name, share = (found.get(f"{part}_{number}") for part in ("heir", "name", "share"))
            if heir is not None and name:
                self.add_error(f"name_{number}", _("Either an existing unit takes over or a new one begins, not both."))
            if (heir is not None or name) and not share and f"share_{number}" not in self.errors:
                self.add_error(f"share_{number}", _("Write the share of this part."))
            if share and heir is None and not name:
                self.add_error(f"heir_{number}", _("Say which unit takes this part over."))
        return found

    def ending(self):
        return [self.cleaned_data["unit"]]

    def heirs(self):
        values, old = self.cleaned_data, self.cleaned_data["unit"]
        found = []
        for number in range(1, MOST_HEIRS + 1):
            heir, name, share = (values.get(f"{part}_{number}") for part in ("heir", "name", "share"))
            if name:
                kind = values[f"type_{number}"]
                heir = NewUnit(
                    name=name, legal_type=kind, kind=KIND_OF[kind], parent=old.parent, code=values[f"code_{number}"]
                )
            if heir is not None:
                found.append(Heir(heir, (share or Decimal(0)) / 100))
        return found


FORMS = {form.kind: form for form in (MergeForm, SplitForm, RenameForm, MoveForm, AbolishForm, CreateForm)}


class UndoForm(forms.Form):
    """Only the reason, which the page asks for."""
