"""Routes of the app imports."""

from bacha.policy.route import Route

WRITES = "registers or catalogue"
OWN = "own imports; administrators: everybody's"
ROUTES: dict[str, Route] = {
    **{
        f"imports:import-{verb}": Route(WRITES, scope=OWN)
        for verb in ("list", "create", "detail", "map", "publish", "undo", "drop", "refused")
    },
    "imports:template": Route(WRITES, scope="registers that the person writes"),
}
