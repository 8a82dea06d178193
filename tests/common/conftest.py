"""The tests' own register answers at /gadgets/, without the policy table and the menu of the upper floors."""

from datetime import date

import pytest
from django.template import engines

from tests.factories.accounts import make_superuser, make_user


@pytest.fixture
def _no_gadgets(db):
    """The holidays that migrations load stand in the same table."""
    from tests.common.gadget import Gadget

    Gadget.objects.all().delete()


@pytest.fixture
def _gadgets(settings, monkeypatch, _no_gadgets):
    settings.ROOT_URLCONF = "tests.common.gadget_urls"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("bacha.")]
    # In the engine, not in the settings: another TEMPLATES makes Django read every template anew.
    engine = engines["django"].engine
    lower = tuple(p for p in engine.template_context_processors if not p.__module__.startswith("communes."))
    monkeypatch.setattr(engine, "template_context_processors", lower)


@pytest.fixture
def clerk(client, _gadgets):
    """A person who writes gadgets, logged in as `client`."""
    user = make_user("clerk", is_staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def boss(client, _gadgets):
    """A superuser, logged in as `client`."""
    user = make_superuser("boss")
    client.force_login(user)
    return user


@pytest.fixture
def make_gadget(_no_gadgets):
    """Stored gadgets: `make_gadget("name", day)`; days run on from 1 January 2020 when not given."""
    from tests.common.gadget import Gadget

    made = []

    def make(name="thing", day=None, **fields):
        day = day or date.fromordinal(date(2020, 1, 1).toordinal() + len(made))
        made.append(Gadget.objects.create(name=name, day=day, **fields))
        return made[-1]

    return make
