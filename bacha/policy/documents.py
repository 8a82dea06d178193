"""Routes of the app documents."""

from bacha.policy.route import Route

ROUTES: dict[str, Route] = {}
