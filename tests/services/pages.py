"""Opening and sending the pages of this floor as a browser does."""

from django.forms import CheckboxInput
from django.urls import reverse
from django.utils import translation


def shown(form) -> dict[str, str]:
    """The values that a browser would send back untouched: ticked boxes, one value a field."""
    values = {}
    for bound in form:
        value = bound.field.prepare_value(bound.value())
        if isinstance(bound.field.widget, CheckboxInput):
            value = "on" if value else None
        elif hasattr(bound.field.widget, "format_value"):
            value = bound.field.widget.format_value(value)
        value = value[0] if isinstance(value, list) and value else value
        if value not in (None, []):
            values[bound.html_name] = str(value)
    return values


def address(name: str, obj=None, **query) -> str:
    """`services:<name>`, of a record if given."""
    return reverse(f"services:{name}", args=[obj.pk] if obj is not None else [], query=query or None)


def rows(client, name: str, **query) -> list:
    """The records on a list page."""
    response = client.get(address(name, **query))
    assert response.status_code == 200
    return [row.record for row in response.context["table"].rows]


def submit(client, name: str, obj=None, /, **typed):
    """Open the page, type, and send it; the answer to the POST. None leaves a field empty."""
    url = address(name, obj)
    page = client.get(url)
    assert page.status_code == 200, page.status_code
    values = shown(page.context["form"]) | typed
    return client.post(url, {key: value for key, value in values.items() if value is not None})


def sentences(answer) -> dict[str, list[str]]:
    """The errors of the form by field, in the language of the source; empty when it was accepted."""
    if answer.status_code == 302:
        return {}
    with translation.override("en"):
        return {field: [str(text) for text in texts] for field, texts in answer.context["form"].errors.items()}
