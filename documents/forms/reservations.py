"""Keeping numbers, and entering the documents for which they were kept."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock, forms
from communes.forms.base import UnitField, offer_units
from documents import numbering
from documents.forms.deadlines import AsksNoDeadline
from documents.forms.entry import EntersMixin, IncomingForm, OutgoingForm
from documents.forms.fields import series_field
from documents.models import Direction, NumberReservation


class KeepForm(forms.Form):
    """Which numbers of which book are kept, how many and what for."""

    unit = UnitField()
    direction = forms.ChoiceField(choices=Direction.choices, label=gettext_lazy("Register"), initial=Direction.OUTGOING)
    count = forms.WholeNumberField(
        label=gettext_lazy("How many numbers"),
        initial=1,
        min_value=1,
        max_value=numbering.MOST_KEPT_AT_ONCE,
    )
    purpose = forms.LineField(
        label=gettext_lazy("Kept for"),
        max_length=300,
        help_text=gettext_lazy("Which document, and who will bring it; everybody in the unit reads it."),
    )
    kept_on = forms.DayField(
        label=gettext_lazy("Kept on"),
        help_text=gettext_lazy("Its year is that of the register. An outgoing document is of this day or a later one."),
    )
    series = series_field()
    first = forms.WholeNumberField(label=gettext_lazy("First number"), required=False, min_value=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self)
        self.fields["first"].help_text = self._say_next()

    def _say_next(self) -> str:
        units = getattr(self.fields["unit"], "queryset", None)
        unit = units.filter(pk=self.initial.get("unit")).first() if units is not None else None
        if unit is None:
            return _("Leave empty for the next numbers of the register.")
        year = clock.today().year
        found = {str(way): numbering.next_number(unit=unit, direction=way, year=year) for way in Direction}
        return _(
            "Leave empty for the next numbers of the register; at the moment outgoing %(outgoing)s, incoming "
            "%(incoming)s."
        ) % {way: f"{number:02}" for way, number in found.items()}


class FillMixin(EntersMixin):
    """The unit is that of the kept number."""

    def unit_id(self) -> int | None:
        return self.initial["unit"]


class FillIncomingForm(AsksNoDeadline, FillMixin, IncomingForm):
    """An incoming document for which a number was kept."""

    direction = Direction.INCOMING
    first = "organ_name"


class FillOutgoingForm(FillMixin, OutgoingForm):
    """An outgoing document for which a number was kept."""

    direction = Direction.OUTGOING
    first = "type"


class ReleaseForm(forms.Form):
    """Why a kept number is given up."""

    reason = forms.ReasonField(max_length=300, help_text=gettext_lazy("Stays beside the number for everybody to read."))


def fill_form(reservation: NumberReservation) -> type[IncomingForm | OutgoingForm]:
    """The form of the reservation's book."""
    return FillIncomingForm if reservation.direction == Direction.INCOMING else FillOutgoingForm
