"""Reading the environment: every value is checked, odd ones are refused with a sentence."""

import os
import re
from datetime import date

from django.core.exceptions import ImproperlyConfigured

PROFILES = ("production", "development", "demo")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def integer(name: str, default: int, *, low: int, high: int) -> int:
    raw = text(name, str(default))
    if not re.fullmatch(r"\d+", raw) or not low <= int(raw) <= high:
        raise ImproperlyConfigured(f"{name} must be a whole number from {low} to {high}, not {raw!r}.")
    return int(raw)


def day(name: str) -> date | None:
    """An ISO date, or None when the variable is empty."""
    raw = text(name)
    if not raw:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a date like 2020-08-03, not {raw!r}.") from error


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list without blanks."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def flag(name: str, *, default: bool) -> bool:
    raw = text(name, "1" if default else "0").lower()
    if raw not in {"0", "1", "true", "false", "yes", "no"}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {raw!r}.")
    return raw in {"1", "true", "yes"}


def profile() -> str:
    raw = text("BACHA_PROFILE", "production")
    if raw not in PROFILES:
        raise ImproperlyConfigured(f"BACHA_PROFILE must be one of {', '.join(PROFILES)}, not {raw!r}.")
    return raw


def refuse_unsafe(*, secret_key: str, allowed_hosts: list[str], debug: bool) -> None:
    """Stop a production start with settings that would leave the doors open (security.md, E5)."""
    if len(secret_key) < 50 or len(set(secret_key)) < 10 or secret_key.startswith(("django-insecure-", "sample-")):
        raise ImproperlyConfigured(
            "SECRET_KEY must be set to at least 50 random characters in the production profile, for example with: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(64))"'
        )
    if debug:
        raise ImproperlyConfigured("DEBUG must be off in the production profile.")
    if not allowed_hosts or any("*" in host for host in allowed_hosts):
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS must list the host names of this site, without *, in the production profile."
        )
