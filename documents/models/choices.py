from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    INCOMING = "incoming", _("incoming")
    OUTGOING = "outgoing", _("outgoing")


class Urgency(models.TextChoices):
    """NĐ 30/2020/NĐ-CP; the working limits are the unit's own (domain.md 3.5)."""

    NORMAL = "normal", _("normal")
    URGENT = "urgent", _("urgent (khẩn)")
    VERY_URGENT = "very_urgent", _("very urgent (thượng khẩn)")
    EXPRESS = "express", _("express (hỏa tốc)")


class Circulation(models.TextChoices):
    """The marks of NĐ 30/2020/NĐ-CP on who may keep a document and who may read it (domain.md 3.6)."""

    OPEN = "open", _("no mark")
    RETURN = "return", _("to be returned after reading (xem xong trả lại)")
    INTERNAL = "internal", _("for internal use (lưu hành nội bộ)")


class Medium(models.TextChoices):
    ELECTRONIC = "electronic", _("electronic")
    PAPER = "paper", _("paper")


class Signature(models.TextChoices):
    NONE = "none", _("not signed digitally")
    PERSONAL = "personal", _("personal signature")
    AGENCY = "agency", _("personal and agency signature")


class DocumentState(models.TextChoices):
    """Where an entry stands on a day; worked out from its dates, not stored."""

    REGISTERED = "registered", _("registered")
    OPEN = "open", _("being handled")
    DUE_TODAY = "due_today", _("due today")
    OVERDUE = "overdue", _("overdue")
    FINISHED = "finished", _("finished")
    LATE = "late", _("finished late")
    CANCELLED = "cancelled", _("cancelled")


class ReservationState(models.TextChoices):
    """What became of a number that was kept for a document to come."""

    OPEN = "open", _("kept")
    FILLED = "filled", _("document entered")
    GIVEN_UP = "given_up", _("given up")


class ShownSignature(models.TextChoices):
    """What the attached files show; compared with what the register declares (`Signature`)."""

    NONE = "none", _("no signature that holds")
    PERSONAL = "personal", _("personal signature")
    AGENCY = "agency", _("agency signature")
    # It holds, but the certificate does not say whether it is a person's or an office's.
    SIGNED = "signed", _("a signature, whose is not clear")


class Proof(models.TextChoices):
    """What the figures count of an outgoing document's files."""

    NONE = "none", _("no file checked")
    CHECKED = "checked", _("file checked")
    VERIFIED = "verified", _("agency signature verified")
