"""What may be said of a person: nothing private in free text, dates of evidence and certificate that can be true."""

from datetime import date

from django.utils.translation import gettext as _

from common.errors import Refused
from common.personal import has_personal_number
from communes.models import Posting, SkillEvidence
from communes.writing import Write


def require_impersonal(fields: dict) -> None:
    """Refused if a name or note holds a telephone or identity number: the register keeps none (domain.md 8.2)."""
    sentences = {
        "full_name": _("The name must not hold a telephone number or an identity number."),
        "note": _(
            "The note must not hold a telephone number or an identity number: the register keeps only what its figures "
            "need (Decree 13/2023, Law 91/2025). Take the number out."
        ),
    }
    for name, sentence in sentences.items():
        if has_personal_number(str(fields.get(name) or "")):
            raise Refused(sentence, field=name)


def require_sound(write: Write, state: dict, *, since: date, before: Posting | None = None) -> None:
    """Refused where the dates of evidence and certificate in `state` cannot be true from `since` on.

    `before`: the row that went before, or the one that is corrected; what it says already may stay.
    """

    def said(name: str, default=None):
        return state[name] if name in state else getattr(before, name, default)

    evidence_on, expires_on = said("skill_evidence_on"), said("certificate_expires_on")
    if evidence_on and said("skill_evidence", SkillEvidence.NONE) == SkillEvidence.NONE:
        raise Refused(_("Choose the kind of evidence, or leave its date empty."), field="skill_evidence_on")
    write.require_not_future(evidence_on, field="skill_evidence_on")
    if expires_on and not said("digital_certificate", False):
        raise Refused(
            _("Tick the digital certificate, or leave the day of its expiry empty."), field="certificate_expires_on"
        )
    # A certificate that expired long ago goes on unchanged when the person gets another post.
    is_new = before is None or expires_on != before.certificate_expires_on or not before.digital_certificate
    if expires_on and is_new and expires_on < since:
        raise Refused(
            _("The certificate expired on %(day)s, before %(since)s, when this entry begins. Check the two days.")
            % {"day": f"{expires_on:%d/%m/%Y}", "since": f"{since:%d/%m/%Y}"},
            field="certificate_expires_on",
        )
