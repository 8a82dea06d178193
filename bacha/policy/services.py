"""Routes of the app services."""

from bacha.policy.route import Route

ROUTES: dict[str, Route] = {}
