"""Routes of the app api. The API asks for the login itself and answers in JSON (bacha.middleware)."""

from bacha.policy.route import LOGIN, PUBLIC, Route

ROUTES: dict[str, Route] = {
    "api:api-root": Route(PUBLIC, scope="none"),
    "api:openapi-json": Route(PUBLIC, scope="none"),
    "api:missing": Route(PUBLIC, scope="none"),
    "api:units": Route(LOGIN),
    "api:figures": Route(LOGIN),
    "api:indicator": Route(LOGIN),
    "api:documents": Route(LOGIN),
    "api:document": Route(LOGIN),
    "api:filings": Route(LOGIN),
    "api:filing": Route(LOGIN),
}
