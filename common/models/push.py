from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PushQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own: a key means something to the client that made it up."""
        return self.filter(created_by_id=user.pk)


def key_given(message):
    """The rule that there is a key; the sentence names what was sent."""
    return models.CheckConstraint(
        condition=~Q(key=""), name="%(app_label)s_%(class)s_key_given", violation_error_message=message
    )


class Push(models.Model):
    """A record that another program sent under a key of its own, so that sending it twice enters it once. The key is
    forgotten after a month (common.pushes.KEPT)."""

    # The field of the subclass that names the record.
    RECORD = ""

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    created_at = models.DateTimeField(_("sent at"))
    key = models.CharField(_("key of the client"), max_length=100)
    # SHA-256 of what was sent, in hexadecimal: enough to tell the same record from another.
    digest = models.CharField(max_length=64)

    objects = PushQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["created_by", "key"],
                name="%(app_label)s_%(class)s_key_once",
                violation_error_message=_("This key has been used already."),
            ),
        ]

    def __str__(self):
        return self.key
