"""The WSGI entry point; refuses to serve figures counted with another cut-off day."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bacha.settings")
application = get_wsgi_application()


def _verify_start() -> None:
    from django.core.management import call_command

    call_command("check", databases=["default"], fail_level="ERROR")


_verify_start()
