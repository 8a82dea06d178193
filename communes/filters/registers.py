"""The filters of each register; every one begins with the day that the list shows."""

from django.db.models import DateField, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from common import filters
from communes import lacks, life, staffing
from communes.filters.base import AsOfFilter, HasAnyFilter, StandingFilter, WithinUnit, WordsFilter
from communes.models import (
    COMPUTERS,
    Condition,
    Connection,
    ConnectionKind,
    Equipment,
    EquipmentKind,
    FundingSource,
    NormGroup,
    Posting,
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


class SpeedFilter(filters.NumberFilter):
    """A bandwidth that a line ought to have. It filters nothing by itself."""

    def __init__(self, **kwargs):
        label = _("Internet too slow below (Mbps)")
        super().__init__(**{"label": label, "min_value": 1, "max_value": 1_000_000, **kwargs})

    def filter(self, qs, value):
        """The rows unchanged."""
        return qs


class LackFilter(filters.ChoiceFilter):
    """What the units lack. It filters nothing by itself: the page does, and counts every other lack beside."""

    def __init__(self, **kwargs):
        super().__init__(**{"label": _("Lacking"), "choices": list(lacks.LACKS.items()), **kwargs})

    def filter(self, qs, value):
        """The rows unchanged."""
        return qs


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
    """People by name, unit, norm group and skill, by what is missing or expires."""

    EXPIRY = [("expired", _("expired")), ("soon", _("expires within 60 days")), ("unknown", _("no day entered"))]
    COMPUTERS = [
        ("flag_only", _("said to have one, holds none in the register")),
        ("held_only", _("holds one in the register, said to have none")),
    ]

    q = WordsFilter(units=["here__unit"], label=_("Name or unit"))
    unit = WithinUnit("here__unit")
    group = filters.ChoiceFilter(
        choices=[*NormGroup.choices, ("none", _("not said"))], label=_("Norm group"), method="of_group"
    )
    skill = filters.ChoiceFilter("here__skill_level", choices=SkillLevel.choices, label=_("IT skill"))
    fluent = filters.YesNoFilter("here__fluent", label=_("Trained and fluent"))
    computer = filters.YesNoFilter("here__has_computer", label=_("Has a computer"))
    tally = filters.ChoiceFilter(choices=COMPUTERS, label=_("Computer against the register"), method="of_tally")
    certificate = filters.YesNoFilter("here__digital_certificate", label=_("Digital certificate"))
    expiry = filters.ChoiceFilter(choices=EXPIRY, label=_("Certificate"), method="of_expiry")
    joined_from = filters.FromDay("joined_on", label=_("In this unit from"))
    joined_until = filters.UntilDay("joined_on", label=_("In this unit until"))

    class Meta:
        model = StaffMember
        fields: list[str] = []

    def of_day(self, queryset, day):
        """With the days on which each joined and left."""
        return super().of_day(queryset, day).with_stay()

    def of_group(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """One group, or those of whom it is not said."""
        return queryset.filter(here__norm_group="" if value == "none" else value)

    def of_expiry(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Certificates that have expired, expire soon, or of which nobody entered the day."""
        wanted = {
            "expired": staffing.expired("here__", on=self.day),
            "soon": staffing.expiring("here__", on=self.day),
            "unknown": Q(here__digital_certificate=True, here__certificate_expires_on__isnull=True),
        }
        return queryset.filter(wanted[value])

    def of_tally(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """People whose mark "has a computer" and whose devices in the register do not say the same."""
        says = value == "flag_only"
        return queryset.holding_computer(on=self.day).filter(here__has_computer=says, holds_computer=not says)


class StaffLeftFilter(filters.RegisterFilter):
    """People who left a unit, by the day on which they did."""

    q = filters.TextFilter("staff_member__search", label=_("Name"))
    unit = WithinUnit("unit")
    left_from = filters.FromDay("until", label=_("Left from"))
    left_until = filters.UntilDay("until", label=_("Left until"))

    class Meta:
        model = Posting
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
    online = HasAnyFilter("here__households_online", label=_("With households online"))
    access = HasAnyFilter("here__public_access_points", label=_("With public access point"))

    class Meta:
        model = Village
        fields: list[str] = []

    def of_day(self, queryset, day):
        """With the share of households online."""
        return super().of_day(queryset, day).with_share()


class VillageTotalFilter(AsOfFilter):
    """Communes with what their villages add up to on a day."""

    unit = WithinUnit("")

    class Meta:
        model = Unit
        fields: list[str] = []

    def of_day(self, queryset, day):
        """Communes of the day with their sums."""
        return lacks.with_villages(super().of_day(queryset, day), on=day)


class MissingFilter(AsOfFilter):
    """Communes and offices of a day; what they lack is chosen by the tabs of the page."""

    unit = WithinUnit("")
    kind = filters.ChoiceFilter(
        choices=[choice for choice in UnitKind.choices if choice[0] in ("commune", "office")], label=_("Kind")
    )
    lack = LackFilter()
    mbps = SpeedFilter()

    class Meta:
        model = Unit
        fields: list[str] = []

    @property
    def lacking(self) -> str:
        """What is asked for: LAN unless something else is."""
        return self.value_of("lack") or next(iter(lacks.LACKS))

    @property
    def least_mbps(self) -> int:
        """The bandwidth below which internet is too slow."""
        return self.value_of("mbps") or lacks.DEFAULT_MBPS

    def of_day(self, queryset, day):
        """The units of the day that ought to be connected."""
        return lacks.counted_units(super().of_day(queryset, day))


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
