"""Routes of the app accounts."""

from bacha.policy.route import Route

ROUTES: dict[str, Route] = {}
