"""Forms of the catalogue of procedures."""

from django.utils.translation import gettext_lazy as _

from common import clock, forms
from communes.forms.base import SinceField, UnitsField, row_field
from communes.models import Unit
from services.forms.base import RulesInAction
from services.models import Procedure, ProcedureLevel, ProcedureOffer


class ProcedureForm(RulesInAction, forms.ModelForm):
    """What a procedure is."""

    class Meta:
        model = Procedure
        fields = [
            "code", "suffix", "name", "field", "authority", "limit_value", "limit_unit", "recalled", "fee",
            "legal_basis", "valid_from", "note",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        helps = {
            "code": _("For example 1.001193."),
            "suffix": _("The part that the province adds, for example 000.00.00.H38; may stay empty."),
            "limit_value": _("0 for procedures that are finished the same day."),
            "recalled": _("Tick this until somebody has compared the limit with the text of the law."),
        }
        for name, text in helps.items():
            self.fields[name].help_text = text


class ProcedureCreateForm(ProcedureForm):
    """A new procedure with its first level."""

    level = row_field(ProcedureLevel, "level", required=False)
    level_basis = forms.LineField(label=_("Legal basis of the level"), required=False, max_length=300)


class LevelForm(forms.Form):
    """Another online level from a day on."""

    since = SinceField()
    level = row_field(ProcedureLevel, "level")
    legal_basis = row_field(ProcedureLevel, "legal_basis")


class OfferStateForm(forms.Form):
    """How a unit offers a procedure from a day on."""

    since = SinceField()
    published = row_field(ProcedureOffer, "published")
    postal = row_field(ProcedureOffer, "postal")


class OfferForm(OfferStateForm):
    """Units that begin to offer a procedure."""

    units = UnitsField(
        Unit.objects.none(),
        label=_("Units"),
        help_text=_("Units that offer the procedure today are not in the list."),
    )
    published = row_field(ProcedureOffer, "published", initial=True)

    field_order = ["units", "since", "published", "postal"]

    def __init__(self, *args, procedure: Procedure, **kwargs):
        super().__init__(*args, **kwargs)
        today = clock.today()
        known = procedure.offers.in_force(on=today).values("unit_id")
        units = Unit.objects.in_force(on=today).writable_by(self.user, "catalogue").exclude(pk__in=known)
        self.fields["units"].queryset = units.in_vietnamese_order()


class SinceForm(forms.Form):
    """The day from which something no longer holds."""

    since = SinceField()
