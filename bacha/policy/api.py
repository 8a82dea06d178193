"""Routes of the app api."""

from bacha.policy.route import Route

ROUTES: dict[str, Route] = {}
