"""The names of audit events in words: "filings.finished" is "Filings: finished"."""

from django.utils.translation import gettext_lazy as _

SUBJECTS = {
    "accounts": _("Accounts"),
    "batches": _("Bulk acts"),
    "calendar": _("Holidays"),
    "connections": _("Connections"),
    "declared_values": _("Declared values"),
    "document_types": _("Kinds of documents"),
    "documents": _("Documents"),
    "equipment": _("Equipment"),
    "figures": _("Figures"),
    "filings": _("Filings"),
    "holidays": _("Holidays"),
    "indicators": _("Indicators"),
    "meetings": _("Online meetings"),
    "memberships": _("Roles of people"),
    "months": _("Months"),
    "procedures": _("Procedures"),
    "software": _("Software"),
    "staff": _("Staff"),
    "targets": _("Targets"),
    "treasury": _("Treasury"),
    "units": _("Units"),
    "villages": _("Villages"),
}

VERBS = {
    "approved": _("approved"),
    "cancelled": _("cancelled"),
    "changed": _("changed"),
    "closed": _("closed"),
    "created": _("added"),
    "declared": _("declared"),
    "deleted": _("deleted"),
    "ended": _("ended"),
    "fact_added": _("fact added"),
    "finished": _("finished"),
    "imported": _("imported"),
    "language_changed": _("language changed"),
    "loaded": _("loaded"),
    "logged_in": _("logged in"),
    "logged_out": _("logged out"),
    "login_slowed": _("failed logins slowed down"),
    "merged": _("merged"),
    "moved": _("moved"),
    "opened": _("opened"),
    "password_changed": _("password changed"),
    "password_chosen": _("password chosen"),
    "password_set": _("password set by somebody else"),
    "password_withdrawn": _("password withdrawn"),
    "registered": _("registered"),
    "reopened": _("reopened"),
    "resolved": _("resolved"),
    "retired": _("taken out of use"),
    "source_set": _("source of figures set"),
    "unlocked": _("login unlocked"),
    "user_changed": _("user changed"),
    "user_created": _("user added"),
}


def in_words(action: str) -> str:
    """The act for a person; a part without a name of its own stays as it is written."""
    subject, _dot, verb = action.partition(".")
    words = str(SUBJECTS.get(subject, subject))
    return f"{words}: {VERBS.get(verb, verb)}" if verb else words
