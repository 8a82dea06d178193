"""Template filters for figures and dates; builtin, so templates need no {% load %}."""

from django import template

from common import display

register = template.Library()


def _or_nothing(render, value, *args):
    return display.nothing() if value is None or value == "" else render(value, *args)


@register.filter
def number(value, places=None):
    """`{{ 71814|number }}` is 71.814; `{{ v|number:1 }}` fixes the decimals; None is a dash titled "no data"."""
    return _or_nothing(display.number, value, places)


@register.filter
def share(value, places=2):
    """`{{ 81.82|share }}` is "81,82 %"."""
    return _or_nothing(display.share, value, places)


@register.filter
def signed_change(value, places=None):
    """`{{ 1204|signed_change }}` is +1.204."""
    return _or_nothing(display.signed_change, value, places)


@register.filter
def day(value):
    """`{{ date|day }}` is 03/08/2020."""
    return _or_nothing(display.day, value)


@register.filter
def moment(value):
    """`{{ datetime|moment }}` is 03/08/2020 14:05."""
    return _or_nothing(display.moment, value)


@register.filter
def month(value):
    """`{{ month|month }}` is 06/2020."""
    return _or_nothing(display.month, value)


@register.filter
def show(value):
    """Any value as a page shows it: numbers, dates, yes or no, links to records, a dash for nothing."""
    return display.show(value)


@register.filter
def capital(value):
    """First letter as a capital, the rest as written."""
    return display.sentence_case(value)


@register.simple_tag
def bar(value, largest):
    """A bar behind a number in a comparing table; decoration only, the number stands beside it."""
    return display.bar(value, largest)


@register.simple_tag(takes_context=True)
def query(context, changes=None, **more):
    """The address of this page with other parameters: a mapping and keywords to set, None to take one away."""
    params = context["request"].GET.copy()
    for key, value in {**(changes or {}), **more}.items():
        if value is None:
            params.pop(key, None)
        else:
            params[key] = str(value)
    return f"?{params.urlencode()}"


@register.filter
def size(value):
    """`{{ bytes|size }}` is 1,4 MB."""
    return _or_nothing(display.size, value)
