"""Routes of units, equipment, staff, connections, villages, software."""

from bacha.policy.route import MEMBER, Route

READ = ("list", "detail", "history")
REGISTERS = {
    "equipment": (
        "create",
        "edit",
        "move",
        "condition",
        "fault",
        "repair",
        "propose",
        "withdraw",
        "liquidate",
        "together",
    ),
    "staff": ("create", "edit", "post", "skills", "training", "leave"),
    "connection": ("create", "edit", "upgrade", "end"),
    "village": ("create", "edit", "count"),
}

ROUTES: dict[str, Route] = {
    "communes:unit-list": Route(MEMBER),
    "communes:unit-lookup": Route(MEMBER),
    "communes:staff-lookup": Route(MEMBER),
    "communes:equipment-handover": Route(MEMBER),
    **{f"communes:{name}-{verb}": Route(MEMBER) for name in REGISTERS for verb in READ},
    **{f"communes:{name}-{verb}": Route("registers") for name, verbs in REGISTERS.items() for verb in verbs},
    **{f"communes:software-{verb}": Route(MEMBER, scope="catalogue of all members") for verb in READ},
    **{f"communes:software-{verb}": Route("catalogue") for verb in ("create", "edit", "lead")},
    **{f"communes:software-use-{verb}": Route(MEMBER) for verb in READ},
    # Officials in their own unit and reviewers in the district; the pages ask which.
    **{f"communes:software-use-{verb}": Route("registers or catalogue") for verb in ("create", "change", "end")},
}
