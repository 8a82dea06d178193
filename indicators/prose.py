"""Sentences from values: pure functions in the reader's language, the words that pages and printed reports share.

A value is a whole number, a Decimal (a share is a number of percent) or None for "no data"; nothing here asks the
database or the clock.
"""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from common import display
from common.months import Month

Value = int | Decimal | None

_QUARTERS = ("I", "II", "III", "IV")
_SMALLEST = Decimal("0.01")


def period_name(first: Month, last: Month) -> str:
    """The usual name of a period, as it stands inside a sentence: "6 tháng đầu năm 2020", "quý I năm 2020"."""
    year = str(first.year)
    if first == last:
        return _("month %(month)s") % {"month": first.label}
    if first.year == last.year:
        months = last - first + 1
        if months == 12:
            return _("the year %(year)s") % {"year": year}
        if months == 3 and first.month % 3 == 1:
            return _("quarter %(quarter)s of %(year)s") % {"quarter": _QUARTERS[first.month // 3], "year": year}
        if first.month == 1:
            return _("the first %(count)s months of %(year)s") % {"count": months, "year": year}
        if (first.month, last.month) == (7, 12):
            return _("the last %(count)s months of %(year)s") % {"count": months, "year": year}
    return _("the months %(first)s to %(last)s") % {"first": first.label, "last": last.label}


def dates(first: Month, last: Month, *, today: date | None = None) -> str:
    """The days that a period's figures cover, by the reporting calendar in force; of a running one until `today`."""
    start, end = first.first_day(), last.last_day()
    if today is not None and start <= today < end:
        end = today
    return _("figures from %(first)s to %(last)s") % {"first": display.day(start), "last": display.day(end)}


def period_with_dates(first: Month, last: Month, *, today: date | None = None) -> str:
    """ "6 tháng đầu năm 2020 (số liệu từ 01/01/2020 đến 30/06/2020)"."""
    return f"{period_name(first, last)} ({dates(first, last, today=today)})"


def documents(first: Month, last: Month, *, incoming: Value, outgoing: Value, signed: Value) -> str:
    """The article's sentence: how many documents came in, went out and were digitally signed."""
    period = period_name(first, last)
    if incoming is None and outgoing is None and signed is None:
        return _("In %(period)s there are no data on documents yet.") % {"period": period}
    clauses = [
        _counted(incoming, _("the total of incoming documents was %(number)s"), _("incoming documents: no data yet")),
        _counted(outgoing, _("that of outgoing documents %(number)s"), _("outgoing documents: no data yet")),
        _counted(signed, _("digitally signed electronic documents %(number)s"), _("signed documents: no data yet")),
    ]
    return _("In %(period)s, %(facts)s.") % {"period": period, "facts": ", ".join(clauses)}


def _counted(value: Value, sentence: str, missing: str) -> str:
    return missing if value is None else sentence % {"number": display.number(value)}


def signed_share(value: Value) -> str:
    """The share of signed documents, with what it takes for granted; empty without data."""
    if value is None:
        return ""
    sentence = _(
        "Signed documents per outgoing documents (assumed) are %(share)s; assumed is that every signed one is outgoing."
    )
    return sentence % {"share": display.share(value)}


def computers(total: Value, desktops: Value, laptops: Value) -> str:
    """ "597 = 569 máy để bàn + 28 máy xách tay"; empty unless the parts are known and make up the whole."""
    if total is None or desktops is None or laptops is None or desktops + laptops != total:
        return ""
    return _("%(total)s = %(desktops)s desktops + %(laptops)s laptops") % {
        "total": display.number(total),
        "desktops": display.number(desktops),
        "laptops": display.number(laptops),
    }


def out_of(part: Value, whole: Value) -> str:
    """ "19/19"; a dash for what is not known, empty when neither is."""
    if part is None and whole is None:
        return ""
    return "/".join("–" if value is None else display.number(value) for value in (part, whole))


def change(now: Value, before: Value, *, is_share: bool = False) -> str:
    """How a value differs from an earlier one: "tăng 12,34 %", "giảm 3,10 điểm phần trăm", "không đổi".

    Empty when one of the two is not known. A count that was 0 has no percentage: the two numbers are told instead.
    """
    if now is None or before is None:
        return ""
    if now == before:
        return _("unchanged")
    is_up = now > before
    if is_share:
        amount = _amount(abs(Decimal(now) - Decimal(before)), display.number)
        sentence = _("up %(amount)s percentage points") if is_up else _("down %(amount)s percentage points")
        return sentence % {"amount": amount}
    if not before:
        return _("from %(before)s to %(now)s") % {"before": display.number(before), "now": display.number(now)}
    amount = _amount(abs(Decimal(now - before)) * 100 / abs(Decimal(before)), display.share)
    return (_("up %(amount)s") if is_up else _("down %(amount)s")) % {"amount": amount}


def _amount(value: Decimal, show) -> str:
    """Two decimals; a difference too small for them is not told as none."""
    rounded = display.rounded(value, 2)
    return show(rounded, 2) if rounded else _("less than %(amount)s") % {"amount": show(_SMALLEST, 2)}


def short_change(now: Value, before: Value, *, is_share: bool = False) -> str:
    """The same in figures only: "+12,34 %", "−3,10 điểm", "0"; a count that was 0 shows what was added."""
    if now is None or before is None:
        return ""
    if now == before:
        return "0"
    if is_share:
        amount = _amount(abs(Decimal(now) - Decimal(before)), display.number)
        text = _("%(amount)s pts") % {"amount": amount}
    elif not before:
        text = display.number(abs(now))
    else:
        text = _amount(abs(Decimal(now - before)) * 100 / abs(Decimal(before)), display.share)
    return f"{'+' if now > before else '−'}{text}"


def compared(now: Value, before: Value, first: Month, last: Month, *, is_share: bool = False) -> str:
    """The change since an earlier period `first`..`last`, which is named; empty when there is nothing to compare."""
    words = change(now, before, is_share=is_share)
    if not words:
        return ""
    period = period_name(first, last)
    if now == before:
        return _("unchanged from %(period)s") % {"period": period}
    value = display.share(before) if is_share else display.number(before)
    return _("%(change)s on %(period)s (%(value)s)") % {"change": words, "period": period, "value": value}


def since_last_year(*, incoming: tuple, outgoing: tuple, signed: tuple) -> str:
    """How the three counts differ from the same months of the year before, each given as (now, before)."""
    named = [
        (incoming, _("incoming documents %(change)s")),
        (outgoing, _("outgoing documents %(change)s")),
        (signed, _("digitally signed documents %(change)s")),
    ]
    clauses = [sentence % {"change": change(*pair)} for pair, sentence in named if change(*pair)]
    if not clauses:
        return ""
    return _("Compared with the same period of the year before: %(facts)s.") % {"facts": ", ".join(clauses)}


def not_over(today: date) -> str:
    """Why the flows of a running period have no change."""
    sentence = _(
        "The period is not over: figures up to %(day)s, provisional; "
        "what is counted over the whole period is not compared with earlier periods."
    )
    return sentence % {"day": display.day(today)}


def not_whole(unit: str, since: date | None, until: date | None) -> str:
    """Why nothing is compared for a unit that began on `since` or had its last day on `until` within the period."""
    if until is not None:
        sentence = _("No comparison with earlier periods: %(unit)s existed only until %(day)s.")
        return sentence % {"unit": unit, "day": display.day(until)}
    sentence = _("No comparison with earlier periods: %(unit)s exists only since %(day)s.")
    return sentence % {"unit": unit, "day": display.day(since)}


def against_target(value: Value, target: Value, *, direction: str = "up", is_share: bool = True) -> str:
    """Where a value stands against its target: "đạt chỉ tiêu 100 %", "còn thiếu 18,18 điểm phần trăm …"."""
    if target is None:
        return ""
    goal = display.share(target, None) if is_share else display.number(target)
    if value is None:
        return _("target %(target)s; no data yet") % {"target": goal}
    if meets(value, target, direction=direction):
        return _("meets the target of %(target)s") % {"target": goal}
    distance = abs(Decimal(value) - Decimal(target))
    if is_share:
        amount = _amount(distance, display.number)
        sentence = (
            _("%(amount)s percentage points above the limit of %(target)s")
            if direction == "down"
            else _("%(amount)s percentage points short of the target of %(target)s")
        )
        return sentence % {"amount": amount, "target": goal}
    sentence = (
        _("%(amount)s above the limit of %(target)s")
        if direction == "down"
        else _("%(amount)s short of the target of %(target)s")
    )
    return sentence % {"amount": display.number(distance), "target": goal}


def meets(value: Value, target: Value, *, direction: str = "up") -> bool:
    """Whether a known value is at least (direction "down": at most) its target."""
    if value is None or target is None:
        return False
    return value <= target if direction == "down" else value >= target


def coverage(expected: int, approved: int, pending: int, blank: int) -> str:
    """How many of the expected unit-months stand behind a figure, and whether it may still change."""
    if not expected:
        return _("no unit is expected to report")
    parts = [
        _("%(approved)s of %(expected)s unit-months approved")
        % {"approved": display.number(approved), "expected": display.number(expected)}
    ]
    if pending:
        parts.append(_("%(count)s waiting") % {"count": display.number(pending)})
    if blank:
        parts.append(_("%(count)s without a value") % {"count": display.number(blank)})
    return ", ".join(parts)


def units_beside(now: int, before: int, *, article: bool) -> str:
    """The number of units with the one that a report written before a rearrangement (or the article) gives."""
    sentence = _("%(now)s units; the article says %(before)s") if article else _("%(now)s units; formerly %(before)s")
    return sentence % {"now": display.number(now), "before": display.number(before)}


def why_units_differ(now: int, before: int, events: list[str], *, article: bool) -> str:
    """The same with the reason: the rearrangements in words."""
    sentence = (
        _("%(now)s units and not %(before)s, as the article says: %(events)s.")
        if article
        else _("%(now)s units and not %(before)s, as formerly: %(events)s.")
    )
    return sentence % {"now": display.number(now), "before": display.number(before), "events": "; ".join(events)}
