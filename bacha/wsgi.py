"""The WSGI entry point; refuses to serve figures counted with another cut-off day."""

import os
import sys

from django.core import checks
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bacha.settings")
application = get_wsgi_application()


def _verify_start() -> None:
    """Serious findings stop the start; the rest was said by `manage.py check` and is not repeated by every worker."""
    serious = [str(found) for found in checks.run_checks(databases=["default"]) if found.is_serious()]
    if serious:
        sys.exit("\n".join(serious))


_verify_start()
