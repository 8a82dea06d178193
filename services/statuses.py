"""Which status of a filing may follow which (domain.md 4.4), as data, and what a filing has once it comes to one."""

from datetime import datetime

from django.utils.translation import gettext as _

from services.models import FilingStatus as S

# A filing for something done at once goes from accepted to returned; the steps in between are then not recorded.
TRANSITIONS: dict[int, tuple[int, ...]] = {
    S.SUBMITTED: (S.ACCEPTED, S.REJECTED_AT_INTAKE, S.SUPPLEMENT_REQUESTED, S.WITHDRAWN),
    S.ACCEPTED: (
        S.IN_PROGRESS, S.SUPPLEMENT_REQUESTED, S.FINANCIAL_OBLIGATION, S.WITHDRAWN, S.STOPPED, S.COMPLETED,
        S.RESULT_RETURNED,
    ),
    S.REJECTED_AT_INTAKE: (),
    S.IN_PROGRESS: (
        S.SUPPLEMENT_REQUESTED, S.FINANCIAL_OBLIGATION, S.WITHDRAWN, S.STOPPED, S.COMPLETED, S.RESULT_RETURNED,
    ),
    # The citizen's answer brings it back into progress; without one it ends withdrawn or stopped.
    S.SUPPLEMENT_REQUESTED: (S.IN_PROGRESS, S.WITHDRAWN, S.STOPPED),
    S.FINANCIAL_OBLIGATION: (S.IN_PROGRESS, S.WITHDRAWN, S.STOPPED, S.COMPLETED, S.RESULT_RETURNED),
    S.WITHDRAWN: (),
    S.STOPPED: (),
    S.COMPLETED: (S.RESULT_RETURNED,),
    S.RESULT_RETURNED: (),
}  # fmt: skip
FINAL = (S.REJECTED_AT_INTAKE, S.WITHDRAWN, S.STOPPED, S.COMPLETED, S.RESULT_RETURNED)
# A filing that waits for papers, or came to its end without them.
MAY_LACK_PAPERS = (S.SUPPLEMENT_REQUESTED, S.WITHDRAWN, S.STOPPED)
# How a filing may stand when it is entered; everything later has a step and a time of its own.
FIRST = (S.SUBMITTED, S.ACCEPTED, S.IN_PROGRESS)


def may_follow(status: int, following: int) -> bool:
    """Whether a filing may go from one status to the other."""
    return following in TRANSITIONS[status]


def why_not(status: int, following: int) -> str:
    """Why a filing cannot go from one status to the other, and where it can go instead."""
    words = {"now": S(status).label, "next": S(following).label}
    if status == S.SUPPLEMENT_REQUESTED and following not in (S.WITHDRAWN, S.STOPPED):
        return (
            _("“%(next)s” cannot follow on “%(now)s”: note first that the papers have come, then go on from there.")
            % words
        )
    if not TRANSITIONS[status]:
        return _("From “%(now)s” a filing cannot go to “%(next)s”: it has come to its end.") % words
    words["others"] = ", ".join(f"“{S(other).label}”" for other in TRANSITIONS[status])
    return _("From “%(now)s” a filing cannot go to “%(next)s”. It can go to: %(others)s.") % words


def reach(filing, status: int, at: datetime) -> None:
    """Put a status into a filing with the time that belongs to it, in memory; `may_follow` was asked before."""
    if status in FINAL and filing.finished_time is None:
        filing.finished_time = at
    if status == S.RESULT_RETURNED:
        filing.returned_time = at
    filing.status = status
