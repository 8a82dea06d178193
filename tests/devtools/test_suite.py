"""Nothing is left out silently, and the private PostgreSQL leaves no trace."""

from pathlib import Path

import psycopg
import pytest

from devtools import postgres, suite


def _outcome(code, **counts):
    return suite.Outcome("SQLite", code, counts, 1.0)


@pytest.fixture(params=["postgres", "chromium"])
def bare_machine(request, monkeypatch):
    """A machine on which one of the two is missing."""
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    missing = {"postgres": (suite.postgres, "programs"), "chromium": (suite, "chromium")}
    monkeypatch.setattr(*missing[request.param], lambda: None)
    return request.param


def test_suite_missing_program_is_said(bare_machine, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    assert any(f"apt-get install {'postgresql' if bare_machine == 'postgres' else 'chromium'}" in sentence
               for sentence in suite._left_out())  # fmt: skip


@pytest.mark.usefixtures("bare_machine")
def test_suite_missing_program_is_an_error_in_ci(monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit, match="nothing may be left out"):
        suite._left_out()


def test_suite_skipped_test_is_an_error_in_ci_only(monkeypatch, capsys):
    monkeypatch.setenv("CI", "true")
    assert suite._conclude([_outcome(0, passed=3, skipped=1)], [], chosen=False) == 1
    monkeypatch.delenv("CI")
    assert suite._conclude([_outcome(0, passed=3, skipped=1)], [], chosen=False) == 0
    assert "Skipped: 1." in capsys.readouterr().out


def test_suite_failure_on_one_database_is_a_failure():
    assert suite._conclude([_outcome(0, passed=3), _outcome(1, failed=1)], [], chosen=True) == 1
    assert suite._conclude([_outcome(-9), _outcome(0, passed=3)], [], chosen=False) == -9


def test_suite_chosen_tests_may_be_for_one_database():
    empty = _outcome(suite.NOTHING_COLLECTED)
    assert suite._conclude([empty, _outcome(0, passed=1)], [], chosen=True) == 0
    assert suite._conclude([empty, empty], [], chosen=True) == suite.NOTHING_COLLECTED
    assert suite._conclude([empty, _outcome(0, passed=1)], [], chosen=False) == suite.NOTHING_COLLECTED


@pytest.mark.postgres
def test_suite_private_cluster_answers_and_leaves_nothing():
    binaries = postgres.programs()
    if binaries is None:
        pytest.skip("the server's programs are not installed on this machine")
    with postgres.cluster(binaries) as url, psycopg.connect(url) as connection:
        folder = Path(connection.execute("show data_directory").fetchone()[0]).parent
        assert connection.execute("show server_encoding").fetchone() == ("UTF8",)
        assert folder.exists()
    assert not folder.exists()


@pytest.mark.postgres
def test_suite_private_cluster_is_stopped_after_an_error():
    binaries = postgres.programs()
    if binaries is None:
        pytest.skip("the server's programs are not installed on this machine")
    with pytest.raises(ZeroDivisionError), postgres.cluster(binaries) as url:
        raise ZeroDivisionError(url)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
