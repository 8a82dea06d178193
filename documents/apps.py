from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents")

    def ready(self):
        """After every migration the search index of SQLite is whole again: rebuilding a table drops its triggers."""
        post_migrate.connect(_install_search_index, sender=self)


def _install_search_index(**_options):
    from documents import search_index

    search_index.install()
