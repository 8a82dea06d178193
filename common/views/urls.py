"""The addresses of a register, the same shape for all."""

from django.urls import path


def register_urls(prefix: str, *, name: str | None = None, key: str = "pk", **views) -> list:
    """Routes `<prefix>/`, `<prefix>/new/`, `<prefix>/<key>/`, `<prefix>/<key>/edit/` … for the views given.

    `list`, `create` and `lookup` stand without a key, `detail` is the record's own address, every other keyword is an
    act on the record. Names are `<name>-<keyword>`; `name` is the prefix with hyphens for slashes unless given.
    `key="slug"` takes a slug instead of a number.
    """
    name = name or prefix.replace("/", "-")
    record = f"{prefix}/<slug:slug>/" if key == "slug" else f"{prefix}/<int:{key}>/"
    tails = {"list": f"{prefix}/", "create": f"{prefix}/new/", "lookup": f"{prefix}/lookup/", "detail": record}
    # A slug could read "new" or "lookup": the fixed addresses come first.
    order = sorted(views, key=lambda verb: (verb not in tails or verb == "detail", verb == "detail"))
    return [
        path(tails.get(verb, f"{record}{verb.replace('_', '-')}/"), views[verb].as_view(), name=f"{name}-{verb}")
        for verb in order
    ]
