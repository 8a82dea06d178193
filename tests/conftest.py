"""What every test stands on: the demo's business day, cheap passwords, plain static files, figures refreshed inline."""

import os
from datetime import date
from itertools import count

import pytest

BUSINESS_DAY = date(2020, 8, 3)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """SQLite in a file, as in real life: in memory all threads of the live server would share one connection. On
    PostgreSQL each of the processes that share the suite has a database of its own."""
    from django.conf import settings

    database, worker = settings.DATABASES["default"], os.environ.get("BACHA_TEST_WORKER", "1")
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    elif worker != "1":
        database.setdefault("TEST", {})["NAME"] = f"test_{database['NAME']}_{worker}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit leave the tables as they were (tests.emptying). At the end a thread of the live server may
    still hold a connection, on which PostgreSQL refuses to drop the database: whoever is left then is sent away."""
    from django.db import connection

    from tests import emptying

    with pytest.MonkeyPatch.context() as patch:
        with django_db_blocker.unblock():
            emptying.instead_of_flush(patch)
        yield
    if connection.vendor == "postgresql":
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(others, [connection.settings_dict["NAME"]])


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The small country of tests.access: one record of every register in every unit, built once for each module."""
    from tests.access.standing import standing

    with django_db_blocker.unblock(), standing() as built:
        yield built


@pytest.fixture(autouse=True)
def _nothing_kept_in_the_process():
    """Each test's rows are rolled back; what the process keeps of them must go too."""
    from indicators import catalogue

    catalogue.forget()


@pytest.fixture(scope="session")
def _places(tmp_path_factory):
    """A place on the disk for each test, made only when something is written there: `tmp_path` makes a folder at once
    and looks through those of all tests before it."""
    folder = tmp_path_factory.mktemp("places")
    return (folder / str(number) for number in count(1))


@pytest.fixture(autouse=True)
def _project_settings(settings, _places):
    place = next(_places)
    settings.BACHA_TODAY = BUSINESS_DAY
    settings.REFRESH_MODE = "inline"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Tests write figures past the refresh, which is what tells that a kept part of a page is no longer true.
    settings.CACHES = settings.CACHES | {"pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    settings.MEDIA_ROOT = place / "files"
    settings.FILES_KEEP_FREE = 0
    settings.JOBS_ROOT = place / "jobs"
    settings.IMPORTS_ROOT = place / "imports"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
