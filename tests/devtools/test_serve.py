"""`dev.py run` says in a sentence what is wrong, and starts in the demo profile."""

import socket

import pytest
from django.core.management import CommandError

from accounts import demo
from devtools import prepare, serve


@pytest.mark.parametrize("raw", ["0", "65536", "80a", "-1"])
def test_serve_odd_port_is_refused(monkeypatch, raw):
    monkeypatch.setenv("PORT", raw)
    with pytest.raises(SystemExit, match="PORT must be a number from 1 to 65535"):
        serve._port()


@pytest.mark.parametrize(("raw", "port"), [("", 8000), ("8101", 8101)])
def test_serve_port_is_taken_from_the_environment(monkeypatch, raw, port):
    monkeypatch.setenv("PORT", raw)
    assert serve._port() == port


def test_serve_busy_port_is_named():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(SystemExit, match=f"port {port} is in use"):
            serve._refuse_busy(port)
    serve._refuse_busy(port)


def test_serve_demo_has_its_fixed_day(monkeypatch):
    monkeypatch.delenv("BACHA_PROFILE")
    monkeypatch.delenv("BACHA_TODAY", raising=False)
    env = serve._environment()
    assert (env["BACHA_PROFILE"], env["BACHA_TODAY"]) == ("demo", "2020-08-03")
    assert env["STATIC_FILES"] == "collected"


def test_serve_environment_wins(monkeypatch):
    monkeypatch.setenv("BACHA_PROFILE", "production")
    monkeypatch.delenv("BACHA_TODAY", raising=False)
    env = serve._environment()
    assert (env["BACHA_PROFILE"], env.get("BACHA_TODAY")) == ("production", None)


def test_serve_prints_the_logins_that_the_demo_makes():
    assert set(serve.LOGINS) == {login.username for login in demo.DEMO_LOGINS}
    assert serve.PASSWORD == demo.DEMO_PASSWORD


@pytest.mark.parametrize(("profile", "loads"), [("demo", True), ("development", True), ("production", False)])
def test_prepare_never_loads_the_demo_in_production(settings, profile, loads):
    settings.PROFILE = profile
    assert ("load_demo" in [command for _, command, _ in prepare._steps()]) is loads


def test_prepare_failed_step_is_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(prepare, "call_command", _fail)
    assert prepare.main() == 1
    assert capsys.readouterr().err == "The settings cannot be used: no such day\n"


def _fail(*arguments, **options):
    raise CommandError("no such day")
