"""What the pages of this floor share."""

from communes.models import Role
from communes.scope import scope_of


def sees_one_unit(user) -> bool:
    """Whether the person is an official and nothing else: what is shown stands at home or at its predecessors."""
    scope = scope_of(user)
    return not scope.is_administrator and set(scope.roles) == {Role.OFFICIAL}
