"""Routes of units, equipment, staff, connections, villages, software."""

from bacha.policy.route import Route

ROUTES: dict[str, Route] = {}
