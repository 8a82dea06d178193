"""The project's own app: it wires the ports and checks the configuration when everything is loaded."""

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.db.models.signals import post_migrate


class AdminConfig(DjangoAdminConfig):
    """Django's admin, with our login, logout and password page in place of its own."""

    default_site = "accounts.admin_site.OneDoorAdminSite"


class BachaConfig(AppConfig):
    name = "bacha"

    def ready(self):
        """Fill the ports of the lower floors; imported here, when all models are known."""
        from django.contrib import admin
        from django_tasks_db.models import DBTaskResult

        from bacha import checks, wiring

        # The queue is the library's own business; people see their jobs.
        admin.site.unregister(DBTaskResult)
        wiring.connect()
        checks.register()
        # Sent for apps with models only; by then every table is there.
        post_migrate.connect(wiring.load_reference, sender=apps.get_app_config("indicators"))
