"""What a browser does with our forms: send what the page shows, with some fields typed anew."""

from django.urls import reverse


def shown(form) -> dict[str, str]:
    """The values that a browser would send back untouched."""
    values = {}
    for bound in form:
        value = bound.field.prepare_value(bound.value())
        if hasattr(bound.field.widget, "format_value") and not bound.is_tick:
            value = bound.field.widget.format_value(value)
        value = value[0] if isinstance(value, list) and value else value
        if bound.is_tick:
            value = "on" if value else None
        if value not in (None, []):
            values[bound.html_name] = str(value)
    return values


def address(name: str, obj=None, **query) -> str:
    """`communes:<name>`, of a record if given."""
    return reverse(f"communes:{name}", args=[obj.pk] if obj is not None else [], query=query or None)


def submit(client, name: str, obj=None, /, *, without=(), **typed):
    """Open the page `communes:<name>`, type, and send it; the answer to the POST. `without`: boxes to untick."""
    url = address(name, obj)
    page = client.get(url)
    assert page.status_code == 200, page.status_code
    values = {key: value for key, value in shown(page.context["form"]).items() if key not in without}
    return client.post(url, values | {key: str(value) for key, value in typed.items()})


def errors(answer) -> dict[str, list[str]]:
    """The sentences on the form, by field; empty when the form was accepted."""
    return {} if answer.status_code == 302 else dict(answer.context["form"].errors)
