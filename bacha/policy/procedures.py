"""Routes of procedures, filings, reasons for channels not used, monthly entries, meetings, the working calendar."""

from bacha.policy.route import MEMBER, Route

READ = ("list", "detail", "history")
# Officials write in their own unit.
REGISTERS = {
    "filing": ("create", "edit", "finish", "result", "supplement", "answer", "status"),
    "reason": ("create", "edit", "delete"),
    "treasury": ("create", "edit", "confirm"),
    "activity": ("create", "edit"),
}
# Reviewers write; what belongs to a unit, in their district.
CATALOGUE = {
    "procedure": ("create", "edit", "level", "offer", "end"),
    "meeting": ("create", "edit"),
    "holiday": ("create", "many", "edit", "delete"),
    "swap": ("create", "edit", "delete"),
}
SCOPES = {
    "procedure": "catalogue of all members",
    "holiday": "calendar of all members",
    "swap": "calendar of all members",
}

ROUTES: dict[str, Route] = {
    **{
        f"services:{name}-{verb}": Route(MEMBER, scope=SCOPES.get(name, "visible_to"))
        for name in (*REGISTERS, *CATALOGUE)
        for verb in READ
    },
    "services:holiday-year": Route(MEMBER, scope=SCOPES["holiday"]),
    "services:procedure-lookup": Route(MEMBER, scope=SCOPES["procedure"]),
    **{f"services:{name}-{verb}": Route("registers") for name, verbs in REGISTERS.items() for verb in verbs},
    **{f"services:{name}-{verb}": Route("catalogue") for name, verbs in CATALOGUE.items() for verb in verbs},
    "services:filings-finish": Route("registers"),
    "services:filings-results": Route("registers"),
    "services:filings-table": Route("registers"),
    "services:offer-change": Route("catalogue"),
    "services:offer-withdraw": Route("catalogue"),
}
