"""Routes of the app indicators."""

from bacha.policy.route import MEMBER, Route

ROUTES: dict[str, Route] = {"indicators:declared-list": Route(MEMBER)}
