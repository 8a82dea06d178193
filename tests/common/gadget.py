"""A tiny register for the tests of the framework: a model over the holidays' table, and its actions."""

from django.db import models

from common import audit
from common.errors import ClosedMonth, Invalid, OutOfScope, Refused, StaleVersion
from common.models import AuditEvent, Holiday


class GadgetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Superusers see all, others whatever is not secret."""
        return self if user.is_superuser else self.exclude(legal_basis="secret")


class Gadget(models.Model):
    """A thing with a day and a name; `legal_basis` "secret" is out of scope, a day before 2020 is a closed month."""

    day = models.DateField("day", unique=True)
    name = models.CharField("name", max_length=200)
    legal_basis = models.CharField("basis", max_length=300, blank=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = GadgetQuerySet.as_manager()

    class Meta:
        app_label = "tests_gadgets"
        db_table = "common_holiday"
        managed = False
        verbose_name = "gadget"
        verbose_name_plural = "gadgets"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Its page."""
        return f"/gadgets/{self.pk}/"


def create(*, by, day, name, legal_basis="", override=False):
    """Write a gadget, unless it is called after what it should be refused for."""
    _check(name, day, override)
    with audit.event(by=by, action="gadget.create") as event:
        obj = Gadget.objects.create(day=day, name=name, legal_basis=legal_basis)
        event.changed(as_holiday(obj), before=None, after=audit.snapshot(obj))
    return obj


def change(obj, *, by, version, reason, override=False, **values):
    """Change a gadget at its version."""
    _check(values["name"], values["day"], override)
    with audit.event(by=by, action="gadget.change", reason=reason) as event:
        if not Gadget.objects.filter(pk=obj.pk, version=version).exists():
            raise StaleVersion
        before = audit.snapshot(obj)
        for name, value in {**values, "version": version + 1}.items():
            setattr(obj, name, value)
        obj.save()
        event.changed(as_holiday(obj), before=before, after=audit.snapshot(obj))
    return obj


def remove(obj, *, by, reason):
    """Take a gadget away."""
    with audit.event(by=by, action="gadget.delete", reason=reason) as event:
        event.changed(as_holiday(obj), before=audit.snapshot(obj), after=None)
        obj.delete()


def as_holiday(obj):
    """The record under the model that the audit can name: the throw-away one belongs to no installed app."""
    return Holiday(pk=obj.pk, day=obj.day, name=obj.name, legal_basis=obj.legal_basis)


def events():
    """The audit events of gadgets (reference data writes its own at the migration)."""
    return AuditEvent.objects.filter(action__startswith="gadget.")


def _check(name, day, override):
    if name == "refused":
        raise Refused("No such names.", field="name")
    if name == "invalid":
        raise Invalid({"name": ["Bad name."], None: ["Bad all over."], "colour": ["Not blue."]})
    if name == "foreign":
        raise OutOfScope(field="name")
    if name == "lost":
        raise OutOfScope
    if day.year < 2020 and not override:
        raise ClosedMonth("The month is closed.", cells=[(1, day, "gadgets")], field="day")
