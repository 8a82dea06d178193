"""The promised time of a filing that is entered or corrected: by the limit, or by hand on a day that is worked."""

from datetime import date, time

from django.utils import timezone
from django.utils.translation import gettext as _

from common.calendar import WorkCalendar, at_closing
from common.errors import Refused
from common.models import Holiday
from services import deadlines
from services.models import Filing

# What the promise by the limit is worked out from.
_OF_THE_PROMISE = ("received_time", "procedure")


def follows_the_limit(filing: Filing, fields: dict) -> bool:
    """Whether a promise that is what the limit gives is worked out anew: its receipt or procedure is corrected."""
    changes = any(fields.get(name, getattr(filing, name)) != getattr(filing, name) for name in _OF_THE_PROMISE)
    if not changes or filing.promised_by_hand:
        return False
    return filing.promised_time == deadlines.promise_of(filing, WorkCalendar.load())


def promise(filing: Filing) -> None:
    """Fill in or complete the promised time: a day alone means its closing hour; refused for a day not worked.

    What equals the limit's own date is computed, whoever wrote it down; anything else is set by hand.
    """
    calendar = WorkCalendar.load()
    by_limit = deadlines.promise_of(filing, calendar)
    if filing.promised_time is None:
        filing.promised_time, filing.promised_by_hand = by_limit, False
        return
    local = timezone.localtime(filing.promised_time)
    if local.time() == time.min:
        filing.promised_time = at_closing(local.date())
    filing.promised_by_hand = filing.promised_time != by_limit
    if not calendar.is_working_day(local.date()):
        raise Refused(_not_worked(local.date(), calendar), field="promised_time")
    if filing.promised_time < filing.received_time:
        raise Refused(_("The promised time cannot be before the time of receipt."), field="promised_time")


def _not_worked(day: date, calendar: WorkCalendar) -> str:
    """Why nothing can be promised for a day, and for which one it can."""
    holiday = Holiday.objects.filter(day=day).first()
    words = {
        "day": f"{day:%d/%m/%Y}", "name": holiday.name if holiday else "",
        "next": f"{calendar.next_working_day(day):%d/%m/%Y}",
    }  # fmt: skip
    if holiday is None:
        said = _("%(day)s is not a working day. The next one is %(next)s; or leave the field empty, it is computed.")
    else:
        said = _(
            "%(day)s is a holiday (%(name)s). The next working day is %(next)s; or leave the field empty, "
            "it is computed."
        )
    return said % words
