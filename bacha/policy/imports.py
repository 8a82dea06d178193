"""Routes of the app imports."""

from bacha.policy.route import MEMBER, Route

WRITES = "registers or catalogue"
OWN = "own imports; administrators: everybody's"
ROUTES: dict[str, Route] = {
    **{
        f"imports:import-{verb}": Route(WRITES, scope=OWN)
        for verb in ("create", "map", "publish", "undo", "drop", "refused")
    },
    # Whoever writes no register any more still sees what they brought in.
    "imports:import-list": Route(MEMBER, scope=OWN),
    "imports:import-detail": Route(MEMBER, scope=OWN),
    "imports:template": Route(WRITES, scope="registers that the person writes"),
}
