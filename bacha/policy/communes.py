"""Routes of units, equipment and its stock-takes, staff, connections, villages, software, confirmations of stocks."""

from bacha.policy.route import LOGIN, MEMBER, Route

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
    "communes:keys": Route(LOGIN, scope="own account"),
    "communes:key-revoke": Route(LOGIN, scope="own account"),
    "communes:unit-list": Route(MEMBER),
    "communes:timeline-list": Route(MEMBER),
    "communes:unit-lookup": Route(MEMBER),
    **{
        f"communes:reorganisation-{verb}": Route("units", scope="administrators")
        for verb in ("list", "kinds", "new", "detail", "undo")
    },
    "communes:staff-lookup": Route(MEMBER),
    "communes:equipment-handover": Route(MEMBER),
    **{f"communes:{name}-{verb}": Route(MEMBER) for name in REGISTERS for verb in READ},
    **{f"communes:{name}-list": Route(MEMBER) for name in ("staff-left", "training", "connection-missing")},
    "communes:village-totals-list": Route(MEMBER),
    "communes:training-people": Route(MEMBER),
    "communes:training-create": Route("registers", scope="units that the person may write in"),
    **{f"communes:{name}-{verb}": Route("registers") for name, verbs in REGISTERS.items() for verb in verbs},
    **{f"communes:stocktake-{verb}": Route(MEMBER) for verb in (*READ, "paper", "minutes")},
    **{f"communes:stocktake-{verb}": Route("registers") for verb in ("create", "count", "found", "close", "delete")},
    "communes:stocktake-reopen": Route("units"),  # administrators
    "communes:confirmation-list": Route(MEMBER),
    **{f"communes:confirmation-{verb}": Route("registers") for verb in ("confirm", "withdraw")},
    **{f"communes:software-{verb}": Route(MEMBER, scope="catalogue of all members") for verb in READ},
    **{f"communes:software-{verb}": Route("catalogue") for verb in ("create", "edit", "lead")},
    **{f"communes:software-use-{verb}": Route(MEMBER) for verb in READ},
    "communes:software-matrix": Route(MEMBER),
    "communes:software-ask": Route("follow_up", scope="catalogue of all members; units writable by the person"),
    **{f"communes:follow-up-{verb}": Route(MEMBER) for verb in (*READ, "letter")},
    **{f"communes:follow-up-{verb}": Route("follow_up") for verb in ("create", "deadline", "close", "reopen")},
    "communes:follow-up-answer": Route("answer"),
    # Officials in their own unit and reviewers in the district; the pages ask which.
    **{f"communes:software-use-{verb}": Route("software_uses") for verb in ("create", "change", "end")},
}
