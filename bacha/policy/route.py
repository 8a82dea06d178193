"""What the policy table says of one route."""

from dataclasses import dataclass

PUBLIC, LOGIN, MEMBER, STAFF = "public", "login", "member", "staff"


@dataclass(frozen=True)
class Route:
    """`who`: public, login (any account), member (an account with a role), staff (the admin), or a capability of
    communes.scope.CAPABILITIES. `scope`: the rule that narrows the objects; `none` where there are no objects."""

    who: str
    scope: str = "visible_to"
