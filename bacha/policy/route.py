"""What the policy table says of one route."""

from dataclasses import dataclass

PUBLIC, LOGIN, MEMBER, STAFF = "public", "login", "member", "staff"


@dataclass(frozen=True)
class Route:
    """`who`: public, login (any account), member (an account with a role), staff (the admin), or capabilities of
    communes.scope.CAPABILITIES ("registers", "registers or catalogue"). `scope`: the rule that narrows the objects;
    `none` where there are no objects."""

    who: str
    scope: str = "visible_to"
