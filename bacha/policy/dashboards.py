"""Routes of the app dashboards."""

from bacha.policy.route import Route

ROUTES: dict[str, Route] = {}
