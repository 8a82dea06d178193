"""The filters of each register; every one begins with the day that the list shows."""

from django.db.models import DateField, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from common import filters
from communes import life
from communes.filters.base import AsOfFilter, StandingFilter, WithinUnit
from communes.models import (
    COMPUTERS,
    Condition,
    Connection,
    ConnectionKind,
    Equipment,
    EquipmentKind,
    FundingSource,
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
    kind = filters.ChoiceFilter(choices=UnitKind.choices, label=_("Kind"))

    class Meta:
        model = Unit
        fields: list[str] = []

    def found(self, queryset, name, value):
        """Former names, aliases and codes too, without diacritics."""
        return queryset.search(value)


def _equipment_kinds() -> list[tuple]:
    return [("computer", _("computers, desktop or laptop")), *EquipmentKind.choices]


class EquipmentFilter(StandingFilter):
    """Devices by make, kind, condition and place."""

    q = filters.TextFilter(label=_("Make, model, serial number"))
    unit = WithinUnit("here__unit")
    kind = filters.ChoiceFilter(choices=_equipment_kinds, label=_("Kind"), method="of_kind")
    condition = filters.ChoiceFilter("here__condition", choices=Condition.choices, label=_("Condition"))
    lan = filters.YesNoFilter("here__on_lan", label=_("On the LAN"))
    antivirus = filters.YesNoFilter("here__antivirus", label=_("Licensed antivirus"))
    standalone = filters.YesNoFilter("here__standalone", label=_("Stand-alone machine"))
    held = filters.YesNoFilter(label=_("Has a holder"), method="of_holder")
    life = filters.ChoiceFilter(
        choices=[("past", _("past its life")), ("within", _("within its life"))], label=_("Service life"),
        method="of_life",
    )  # fmt: skip
    funding = filters.ChoiceFilter("funding_source", choices=FundingSource.choices, label=_("Funding source"))
    acquired_from = filters.FromDay("acquired_on", label=_("Acquired from"))
    acquired_until = filters.UntilDay("acquired_on", label=_("Acquired until"))

    class Meta:
        model = Equipment
        fields: list[str] = []

    def of_day(self, queryset, day):
        """Each with the day, on which its age depends."""
        return super().of_day(queryset, day).annotate(as_of=Value(day, output_field=DateField()))

    def of_kind(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """One kind, or all computers."""
        return queryset.filter(kind__in=COMPUTERS if value == "computer" else [value])

    def of_holder(self, queryset: QuerySet, name: str, value: bool | None) -> QuerySet:
        """In somebody's hands, or in nobody's in particular."""
        return queryset if value is None else queryset.filter(here__holder__isnull=not value)

    def of_life(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """By the law of the day that the list shows; kinds without a rule are in neither."""
        return queryset.filter(life.past(self.day) if value == "past" else life.within(self.day))


class StaffFilter(StandingFilter):
    """People by name, unit and skill."""

    q = filters.TextFilter(label=_("Name"))
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

    q = filters.TextFilter(label=_("Provider or installer"))
    unit = WithinUnit("unit")
    kind = filters.ChoiceFilter(choices=ConnectionKind.choices, label=_("Kind"))
    technology = filters.ChoiceFilter(choices=Technology.choices, label=_("Technology"))
    funding = filters.ChoiceFilter("funded_by", choices=FundingSource.choices, label=_("Funded by"))

    class Meta:
        model = Connection
        fields: list[str] = []


class VillageFilter(StandingFilter):
    """Villages by name and commune."""

    q = filters.TextFilter(label=_("Name"))
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

    q = filters.TextFilter("software__search", label=_("Programme"))
    unit = WithinUnit("unit")
    kind = filters.ChoiceFilter("software__kind", choices=SoftwareKind.choices, label=_("Kind"))
    required = filters.YesNoFilter("required", label=_("Required"))
    in_use = filters.YesNoFilter("in_use", label=_("In use"))

    class Meta:
        model = SoftwareUse
        fields: list[str] = []
