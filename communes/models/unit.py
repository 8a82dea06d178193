from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.text import fold, one_line, sort_key
from communes.models.base import Counted, Dated, DatedQuerySet, ScopedQuerySet, one_of


class UnitKind(models.TextChoices):
    PROVINCE = "province", _("province")
    DISTRICT = "district", _("district")
    COMMUNE = "commune", _("commune")
    OFFICE = "office", _("office")


class LegalType(models.TextChoices):
    """The generic word before the name; lower case inside a sentence."""

    TINH = "tinh", _("province (tỉnh)")
    HUYEN = "huyen", _("district (huyện)")
    XA = "xa", _("commune (xã)")
    THI_TRAN = "thi_tran", _("town (thị trấn)")
    PHUONG = "phuong", _("ward (phường)")
    OFFICE = "phong_ban", _("office")


# Part of the legal name, so not translated.
LEGAL_WORDS = {
    "tinh": "tỉnh",
    "huyen": "huyện",
    "xa": "xã",
    "thi_tran": "thị trấn",
    "phuong": "phường",
    "phong_ban": "",
}


class UnitQuerySet(ScopedQuerySet):
    scope_path = "id"

    def in_force(self, *, on):
        """Units that exist on a day."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), valid_from__lte=on)

    def writable_by(self, user, capability: str = "registers"):
        """Units in which the person may do this kind of act."""
        from communes.scope import scope_of

        ids = scope_of(user).units_for(capability)
        return self if ids is None else self.filter(pk__in=ids)

    def within(self, unit):
        """The unit and everything below it."""
        return self.filter(ancestor_links__ancestor=unit)

    def of_kind(self, kind: str):
        return self.filter(kind=kind) if kind else self

    def in_vietnamese_order(self):
        return self.order_by("sort_key", "valid_from", "pk")

    def with_facts(self, *keys: str, on):
        """Each dated fact of a day under its own name."""
        facts = UnitFact.objects.in_force(on=on).filter(unit=OuterRef("pk"))
        return self.annotate(**{key: Subquery(facts.filter(key=key).values("value")[:1]) for key in keys})

    def search(self, text: str, *, on=None):
        """Found by name, former name, alias or code, without diacritics.

        With a day: a name that came with another unit counts only once that unit had been taken over.
        """
        words = fold(text)
        if not words:
            return self
        found = Q(search_key__contains=words) | Q(code=text.strip())
        named = UnitAlias.objects.filter(search_key__contains=words)
        if on is not None:
            named = named.exclude(_came_later(on))
        return self.filter(found | Q(pk__in=named.values("unit_id")))

    def keys_found(self, text: str, *, on, most: int) -> list[int]:
        """The keys of what `search` finds, `most` at most. Two short queries: few words are another name of a unit, and
        putting the whole search into words of SQL takes longer than asking it."""
        if UnitAlias.objects.filter(search_key__contains=fold(text)).exists():
            return list(self.search(text, on=on).order_by().values_list("pk", flat=True)[:most])
        found = self.filter(Q(search_key__contains=fold(text)) | Q(code=text.strip()))
        return list(found.order_by().values_list("pk", flat=True)[:most])


def _came_later(day) -> Exists:
    """Of a name: whether the unit has it from another unit that it took over only after the day."""
    from communes.models.reorganisation import Succession  # which itself stands on the units

    is_its_name = Q(predecessor__name=OuterRef("name")) | Q(predecessor__aliases__name=OuterRef("name"))
    later = Succession.objects.filter(is_its_name, successor=OuterRef("unit"), reorganisation__effective_on__gt=day)
    return Exists(later.filter(predecessor__valid_until__gt=day))


class Unit(models.Model):
    """An administrative unit or office; it never changes its code, kind, parent or legal name."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    code = models.CharField(_("official code"), max_length=10, blank=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=UnitKind)
    legal_type = models.CharField(_("legal type"), max_length=10, choices=LegalType)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    valid_from = models.DateField(_("exists since"))
    valid_until = models.DateField(_("exists until (exclusive)"), null=True, blank=True)
    # By which act it came to be and ended; of units that were there before the system, nobody wrote it down.
    founding = models.ForeignKey(
        "communes.Reorganisation", models.PROTECT, null=True, blank=True, editable=False, related_name="founded",
        verbose_name=_("began by"),
    )  # fmt: skip
    ending = models.ForeignKey(
        "communes.Reorganisation", models.PROTECT, null=True, blank=True, editable=False, related_name="ended",
        verbose_name=_("ended by"),
    )  # fmt: skip
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    area_km2 = models.DecimalField(_("area (km²)"), max_digits=9, decimal_places=2, null=True, blank=True)
    sort_key = models.CharField(max_length=1000, editable=False, db_index=True)
    search_key = models.CharField(max_length=300, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["sort_key", "id"]
        indexes = [models.Index(fields=["kind", "sort_key"], name="communes_unit_kind")]
        constraints = [
            one_of("kind", UnitKind),
            one_of("legal_type", LegalType),
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                condition=~Q(code=""),
                name="%(app_label)s_%(class)s_code_since",
                violation_error_message=_("Another unit has this code from the same day."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="%(app_label)s_%(class)s_until_after_from",
                violation_error_message=_("The end must be later than the beginning."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="%(app_label)s_%(class)s_name_given",
                violation_error_message=_("Give the unit a name."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="%(app_label)s_%(class)s_not_own_parent",
                violation_error_message=_("A unit cannot belong to itself."),
            ),
        ]

    def __str__(self):
        return self.full_name

    def save(self, *args, **kwargs):
        self.name = one_line(self.name)
        self.sort_key = sort_key(self.name)
        self.search_key = fold(self.full_name)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("dashboards:unit", args=[self.slug])

    @property
    def full_name(self) -> str:
        """With its generic word: "xã Tả Củ Tỷ", "Phòng Nội vụ"."""
        word = LEGAL_WORDS.get(self.legal_type, "")
        return f"{word} {self.name}".strip()

    @property
    def title(self) -> str:
        """The full name at the beginning of a sentence."""
        name = self.full_name
        return name[:1].upper() + name[1:]

    def exists_on(self, day) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


class UnitAlias(models.Model):
    """Another name of a unit: a former name, a spelling that occurs in laws, an abbreviation."""

    class Kind(models.TextChoices):
        FORMER = "former", _("former name")
        SPELLING = "spelling", _("other spelling")
        SHORT = "short", _("abbreviation")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="aliases", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    search_key = models.CharField(max_length=300, editable=False)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The unit has this name already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["former", "spelling", "short"]),
                name="%(app_label)s_%(class)s_kind_known",
                violation_error_message=_("Choose one of the values offered."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name = one_line(self.name)
        self.search_key = fold(self.name)
        super().save(*args, **kwargs)


class FactKey(models.TextChoices):
    DISTANCE_KM = "distance_km", _("distance to the centre (km)")
    AREA_CLASS = "area_class", _("area class (khu vực I to III)")
    COMMUNE_TYPE = "commune_type", _("commune type (I to III)")
    POSTS = "posts", _("assigned posts")


class NormGroup(models.TextChoices):
    """Groups of posts by the equipment norm of QĐ 15/2025/QĐ-TTg, annex II (domain.md 6.2)."""

    VI = "vi", _("group VI")
    VII = "vii", _("group VII")
    VIII = "viii", _("group VIII")


class UnitFact(Dated):
    """A dated fact about a unit: distance, area class, commune type, assigned posts (perhaps of one norm group)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="facts", verbose_name=_("unit"))
    key = models.CharField(_("fact"), max_length=20, choices=FactKey)
    norm_group = models.CharField(
        _("norm group"),
        max_length=4,
        choices=NormGroup,
        blank=True,
        help_text=_("Only for assigned posts; leave it empty where they are not divided by group."),
    )
    value = models.DecimalField(_("value"), max_digits=10, decimal_places=2)
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact about a unit")
        verbose_name_plural = _("facts about units")
        constraints = [
            Dated.order_check(),
            Dated.one_open("unit", "key", "norm_group"),
            Dated.one_start("unit", "key", "norm_group"),
            one_of("key", FactKey),
            one_of("norm_group", NormGroup, or_blank=True),
            models.CheckConstraint(
                condition=Q(norm_group="") | Q(key="posts"),
                name="%(app_label)s_%(class)s_group_of_posts",
                violation_error_message=_("Only assigned posts are divided by norm group."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="%(app_label)s_%(class)s_not_negative",
                violation_error_message=_("A number cannot be below zero."),
            ),
        ]

    def __str__(self):
        group = f" ({self.get_norm_group_display()})" if self.norm_group else ""
        return f"{self.get_key_display()}{group}: {self.value}"

    def counted(self) -> Counted:
        """What the fact contributes to figures: the assigned posts, to those of staff."""
        from communes.models.state import Section  # which itself stands on the units

        counted = Counted()
        if self.key == FactKey.POSTS:
            counted.add_stock(self.unit_id, self.since, self.until, Section.STAFF, ("posts", self.value))
        return counted


class UnitClosure(models.Model):
    """Every unit with every unit above it and itself (depth 0): derived from the parent keys, rebuilt with them."""

    pk = models.CompositePrimaryKey("ancestor_id", "descendant_id")
    ancestor = models.ForeignKey(Unit, models.CASCADE, related_name="descendant_links")
    descendant = models.ForeignKey(Unit, models.CASCADE, related_name="ancestor_links")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("tree link")
        verbose_name_plural = _("tree links")
        indexes = [models.Index(fields=["descendant", "depth"], name="communes_unitclosure_up")]
        constraints = [
            models.CheckConstraint(
                condition=Q(depth__lte=10),
                name="%(app_label)s_%(class)s_depth_bounded",
                violation_error_message=_("The tree of units is too deep."),
            )
        ]

    def __str__(self):
        return f"{self.ancestor_id} > {self.descendant_id}"
