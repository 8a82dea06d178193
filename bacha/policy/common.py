"""Routes of the app common: background work."""

from bacha.policy.route import MEMBER, Route

OWN = "own work; administrators: everybody's"
ROUTES: dict[str, Route] = {
    f"jobs:job-{verb}": Route(MEMBER, scope=OWN) for verb in ("list", "detail", "file", "cancel")
}
