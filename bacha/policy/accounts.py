"""Routes of the app accounts."""

from bacha.policy.route import LOGIN, PUBLIC, Route

ROUTES: dict[str, Route] = {
    "accounts:login": Route(PUBLIC, scope="none"),
    "admin-login-redirect": Route(PUBLIC, scope="none"),
    "accounts:logout": Route(PUBLIC, scope="own session"),
    "accounts:one-time": Route(PUBLIC, scope="signed link"),
    "accounts:profile": Route(LOGIN, scope="own account"),
    "accounts:password": Route(LOGIN, scope="own account"),
    "accounts:language": Route(LOGIN, scope="own account"),
    "accounts:columns": Route(LOGIN, scope="own account"),
}
