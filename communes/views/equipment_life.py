"""The acts of a device's life, one page each, and the handover record on paper."""

from django.http import Http404
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common import display
from common.views import RegisterAction
from common.views.base import RegisterPage
from communes.actions import equipment
from communes.forms.equipment import RepairForm, StepForm, WithdrawForm
from communes.handover import positions
from communes.models import UnitKind
from communes.views.equipment import EquipmentPages


class LifeStep(EquipmentPages, RegisterAction):
    """An act on a day with a note; `do` is the action."""

    form_class, reason = StepForm, False
    do = staticmethod(equipment.report_broken)

    def perform(self, form):
        return self.do(self.object, by=self.request.user, version=form.version, **form.values())


class EquipmentFault(LifeStep):
    """The device breaks down."""

    act, verb, title = "fault", _("Report broken"), _("Report the device broken")
    sentence = _("From the day given the device counts as broken. Say what is wrong with it, if you know.")


class EquipmentRepair(LifeStep):
    """The device works again."""

    form_class = RepairForm
    act, verb, title = "repair", _("Has been repaired"), _("The device has been repaired")
    sentence = _("From the day given the device is in good use again.")
    do = staticmethod(equipment.repair)


class EquipmentPropose(LifeStep):
    """The unit proposes to liquidate the device."""

    act, verb, title = "propose", _("Propose for liquidation"), _("Propose the device for liquidation")
    sentence = _("From the day given the device no longer counts as in use. Age alone is no reason: say why.")
    do = staticmethod(equipment.propose)


class EquipmentWithdraw(LifeStep):
    """The proposal is not followed."""

    form_class = WithdrawForm
    act, verb, title = "withdraw", _("Withdraw the proposal"), _("Withdraw the proposal for liquidation")
    do = staticmethod(equipment.withdraw_proposal)


class EquipmentLiquidate(LifeStep):
    """The device is liquidated."""

    act, verb, title = "liquidate", _("Liquidate"), _("Liquidate the device")
    sentence = _("A liquidated device does not come back. Name the decision by which it is liquidated.")
    is_danger = True
    do = staticmethod(equipment.liquidate)


class EquipmentHandover(EquipmentPages, RegisterPage):
    """The record of a handover, for whoever sees the unit that gave or the one that took."""

    template_name = "communes/handover.html"
    select_related = ("acquired_by_unit",)
    rows_related = ("unit__parent", "holder")

    def get(self, request, *args, **kwargs):
        """The paper."""
        self.object = self.get_object()
        handover = self.object.handovers.get(kwargs["placement"])
        if handover is None:
            raise Http404
        return self.render_to_response(self.get_context_data(handover=handover))

    def get_title(self):
        return _("Handover record")

    def get_context_data(self, **kwargs):
        """Adds both sides, where and when, and the line of the device."""
        handover = kwargs["handover"]
        known = positions(handover)
        unit = handover.giving_unit
        place = unit.parent if unit.kind == UnitKind.OFFICE and unit.parent else unit
        return super().get_context_data(
            office=agency(unit),
            above=agency(unit.parent) if unit.parent and unit.kind != UnitKind.DISTRICT else "",
            place=place.name,
            on_paper=display.day_on_paper(handover.day),
            sides=[
                (_("The side that gives"), agency(unit), handover.giver, _position(handover.giver, known)),
                (
                    _("The side that takes"), agency(handover.taking_unit), handover.taker,
                    _position(handover.taker, known),
                ),
            ],
            cost=display.number(self.object.cost) if self.object.cost else "",
            **kwargs,
        )  # fmt: skip

    def get_breadcrumbs(self):
        return [*super().get_breadcrumbs(), (self.get_title(), None)]


def agency(unit) -> str:
    """Who signs for a unit: the people's committee of a commune or district, an office itself."""
    if unit.kind == UnitKind.OFFICE:
        return unit.title
    return _now("People's Committee of %(unit)s") % {"unit": unit.full_name}


def _position(person, known: dict[int, str]) -> str:
    return known.get(person.pk, "") if person is not None else ""
