"""The filters of each register; every one begins with the day that the list shows."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common import filters
from communes.filters.base import AsOfFilter, StandingFilter, WithinUnit, WordsFilter
from communes.models import (
    COMPUTERS,
    Condition,
    Connection,
    ConnectionKind,
    Equipment,
    EquipmentKind,
    FundingSource,
    Reorganisation,
    ReorganisationKind,
    SkillLevel,
    Software,
    SoftwareKind,
    SoftwareUse,
    StaffMember,
    Technology,
    Unit,
    UnitKind,
    Village,
)


class UnitFilter(AsOfFilter):
    """Units by name, former name, alias or code, as they were on a day."""

    q = filters.TextFilter(method="found", label=_("Name, former name or code"))
    unit = WithinUnit("")
    kind = filters.ChoiceFilter(choices=UnitKind.choices, label=_("Kind"))

    class Meta:
        model = Unit
        fields: list[str] = []

    def found(self, queryset, name, value):
        """Former names, aliases and codes too, without diacritics."""
        return queryset.search(value)

    def gone(self, queryset: QuerySet) -> QuerySet:
        """Units that had ended by the day, the last ones first; the other filters hold for them too."""
        if not self.form.is_valid():
            return queryset.none()
        return self.others(queryset.filter(valid_until__lte=self.day)).order_by("-valid_until", "sort_key", "pk")


class TimelineFilter(filters.RegisterFilter):
    """Reorganisations by unit, year and kind."""

    unit = WithinUnit("", method="of_unit")
    year = filters.NumberFilter("effective_on", "year", min_value=1900, max_value=2199, label=_("Year"))
    kind = filters.ChoiceFilter(choices=ReorganisationKind.choices, label=_("Kind"))

    class Meta:
        model = Reorganisation
        fields: list[str] = []

    def of_unit(self, queryset: QuerySet, name: str, value: Unit) -> QuerySet:
        """What a unit, or one below it, went through on either side."""
        return queryset.concerning(Unit.objects.within(value))


def _equipment_kinds() -> list[tuple]:
    return [("computer", _("computers, desktop or laptop")), *EquipmentKind.choices]


class EquipmentFilter(StandingFilter):
    """Devices by make, kind, condition and place."""

    q = WordsFilter(units=["here__unit"], label=_("Make, model, serial number or unit"))
    unit = WithinUnit("here__unit")
    kind = filters.ChoiceFilter(choices=_equipment_kinds, label=_("Kind"), method="of_kind")
    condition = filters.ChoiceFilter("here__condition", choices=Condition.choices, label=_("Condition"))
    lan = filters.YesNoFilter("here__on_lan", label=_("On the LAN"))
    funding = filters.ChoiceFilter("funding_source", choices=FundingSource.choices, label=_("Funding source"))
    acquired_from = filters.FromDay("acquired_on", label=_("Acquired from"))
    acquired_until = filters.UntilDay("acquired_on", label=_("Acquired until"))

    class Meta:
        model = Equipment
        fields: list[str] = []

    def of_kind(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """One kind, or all computers."""
        return queryset.filter(kind__in=COMPUTERS if value == "computer" else [value])


class StaffFilter(StandingFilter):
    """People by name, unit and skill."""

    q = WordsFilter(units=["here__unit"], label=_("Name or unit"))
    unit = WithinUnit("here__unit")
    skill = filters.ChoiceFilter("here__skill_level", choices=SkillLevel.choices, label=_("IT skill"))
    fluent = filters.YesNoFilter("here__fluent", label=_("Trained and fluent"))
    computer = filters.YesNoFilter("here__has_computer", label=_("Has a computer"))
    certificate = filters.YesNoFilter("here__digital_certificate", label=_("Digital certificate"))

    class Meta:
        model = StaffMember
        fields: list[str] = []


class ConnectionFilter(AsOfFilter):
    """Connections by unit, kind, technology, provider."""

    q = WordsFilter(units=["unit"], label=_("Provider, installer or unit"))
    unit = WithinUnit("unit")
    kind = filters.ChoiceFilter(choices=ConnectionKind.choices, label=_("Kind"))
    technology = filters.ChoiceFilter(choices=Technology.choices, label=_("Technology"))
    funding = filters.ChoiceFilter("funded_by", choices=FundingSource.choices, label=_("Funded by"))

    class Meta:
        model = Connection
        fields: list[str] = []


class VillageFilter(StandingFilter):
    """Villages by name and commune."""

    q = WordsFilter(units=["here__unit"], label=_("Name or unit"))
    unit = WithinUnit("here__unit")

    class Meta:
        model = Village
        fields: list[str] = []


class SoftwareFilter(AsOfFilter):
    """The catalogue by name and kind; who leads and uses is told as of the day."""

    q = filters.TextFilter(label=_("Name or sector"))
    kind = filters.ChoiceFilter(choices=SoftwareKind.choices, label=_("Kind"))

    class Meta:
        model = Software
        fields: list[str] = []

    def of_day(self, queryset, day):
        return queryset.with_lead(on=day).with_use(on=day, user=self.request.user)


class SoftwareUseFilter(AsOfFilter):
    """Uses by programme, unit, and whether the unit must and does."""

    q = WordsFilter("software__search", units=["unit"], label=_("Programme or unit"))
    unit = WithinUnit("unit")
    kind = filters.ChoiceFilter("software__kind", choices=SoftwareKind.choices, label=_("Kind"))
    required = filters.YesNoFilter("required", label=_("Required"))
    in_use = filters.YesNoFilter("in_use", label=_("In use"))

    class Meta:
        model = SoftwareUse
        fields: list[str] = []
