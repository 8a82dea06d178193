"""What a browser does with the forms of the administration."""

from django.urls import reverse

from tests.communes.pages import shown


def address(model: str, verb: str, obj=None) -> str:
    """The address of an admin page of a model of this floor."""
    return reverse(f"admin:communes_{model}_{verb}", args=[obj.pk] if obj is not None else [])


def send(client, url: str, **typed):
    """Open the form, type, save; the answer to the POST. A list is sent as several values."""
    page = client.get(url)
    assert page.status_code == 200, page.status_code
    typed = {key: value if isinstance(value, list) else str(value) for key, value in typed.items()}
    return client.post(url, shown(page.context["adminform"].form) | typed)


def errors(answer) -> dict[str, list[str]]:
    """The sentences on the form, by field; empty when it was accepted."""
    if answer.status_code == 302:
        return {}
    return dict(answer.context["adminform"].form.errors) or {"?": ["refused without a sentence"]}
