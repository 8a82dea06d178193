"""People for tests."""

from itertools import count

from accounts.models import User

PASSWORD = "trâu trắng qua suối 7 lần"
_numbers = count(1)


def make_user(username: str = "", *, password: str | None = PASSWORD, **fields) -> User:
    """A stored person; without a name "person1", "person2", …"""
    username = username or f"person{next(_numbers)}"
    return User.objects.create_user(username, password, **{"full_name": username.title(), **fields})


def make_superuser(username: str = "quantri", **fields) -> User:
    """A person with every right."""
    return make_user(username, is_staff=True, is_superuser=True, **fields)
