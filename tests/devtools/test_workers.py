"""Several processes share the suite: every test is run once, whoever runs it, and nothing is lost silently."""

import sys
from types import SimpleNamespace

import pytest

from devtools import suite, workers
from tests import sharing

BARE = ["-c", "/dev/null", "-p", "no:django", "-p", "no:randomly", "-p", "no:cacheprovider", "-q"]
MANY = "import pytest, pathlib\n@pytest.mark.parametrize('number', range(20))\ndef test_one(number, request):\n"
NOTED = MANY + "    pathlib.Path(__file__).with_suffix('.ran').open('a').write(f'{number}\\n')\n"


def _stand_in(tmp_path, script: str):
    """A program in Python's place."""
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    return python


def _item(path, rootpath, *, fixtures=(), marks=()):
    """As much of a test as the order needs."""
    found = {mark.name: mark.mark for mark in marks}
    config = SimpleNamespace(rootpath=rootpath)
    return SimpleNamespace(path=rootpath / path, config=config, fixturenames=fixtures, get_closest_marker=found.get)


def test_workers_run_every_test_once(tmp_path, capfd):
    for name in "abcdef":
        (tmp_path / f"test_{name}.py").write_text(NOTED)
    with workers.pool(sys.executable, [str(tmp_path), "--rootdir", str(tmp_path), *BARE], 3) as pool:
        pool.add("SQLite", "")
        pool.run()
        database = pool.databases[0]
        assert len(database.workers) == 3
        assert (database.left(), database.forgotten()) == (0, 0)
        for name in "abcdef":
            assert (tmp_path / f"test_{name}.ran").read_text().split() == [str(number) for number in range(20)]
    assert "=== Tests on SQLite ===" in capfd.readouterr().out


def test_workers_a_test_that_nobody_ran_is_an_error(tmp_path, capsys):
    shared = """echo '{"parts": 1, "tests": 9}' > "$BACHA_TEST_CLAIMS/shared.json" """
    ran = """echo '{"tests": 4}' > "$BACHA_TEST_CLAIMS/ran-$$.json"; echo '{"passed": 4}' > "$BACHA_TEST_REPORT" """
    with workers.pool(_stand_in(tmp_path, f"{shared}\n{ran}"), [], 2) as pool:
        pool.add("SQLite", "")
        pool.run()
        outcome = suite._outcome(pool.databases[0])
    lost = 9 - 4 * len(pool.databases[0].workers)
    assert (outcome.code, lost) in {(1, 5), (1, 1)}
    assert f"SQLite: {lost} tests were collected and not run." in capsys.readouterr().out


def test_workers_outcome_sums_what_they_ran_and_what_both_left_out_counts_once(tmp_path):
    database = workers.Database("PostgreSQL", "", tmp_path)
    for number, (code, counts) in enumerate([(0, {"passed": 3, "deselected": 2}), (1, {"failed": 1, "deselected": 2})]):
        (tmp_path / f"{number}.txt").write_text(str(counts).replace("'", '"'))
        process = SimpleNamespace(returncode=code)
        made = workers.Worker(database, number, process, tmp_path / f"{number}.txt", None, 10.0, 20.0 + number)
        database.workers.append(made)
    outcome = suite._outcome(database)
    assert outcome == suite.Outcome("PostgreSQL", 1, {"passed": 3, "deselected": 2, "failed": 1}, 11.0)


def test_workers_what_was_not_heard_is_told_at_the_end(tmp_path, capfd):
    few = """echo '{"parts": 1, "tests": 1}' > "$BACHA_TEST_CLAIMS/shared.json" """
    ran = """echo "ran $*"; echo '{"failed": 1}' > "$BACHA_TEST_REPORT"; sleep 1; exit 1"""
    python = _stand_in(tmp_path, f"{few}\n{ran}")
    with workers.pool(python, ["-k", "one"], 2) as pool:
        pool.add("SQLite", "")
        pool.add("PostgreSQL", "postgres://x")
        pool.run()
        outcomes = [suite._outcome(database) for database in pool.databases]
    assert [(each.database, each.code, each.counts) for each in outcomes] == [
        ("SQLite", 1, {"failed": 1}), ("PostgreSQL", 1, {"failed": 1}),
    ]  # fmt: skip
    said = capfd.readouterr().out
    assert said.count("ran -m pytest -p tests.sharing -k one") == 2
    assert said.index("=== Tests on SQLite ===") < said.index("=== Tests on PostgreSQL ===")


def test_workers_a_free_core_helps_the_database_that_has_more_left(tmp_path):
    """SQLite ends at once; PostgreSQL, slow and with much left, gets a second process."""
    shared = """echo '{"parts": 99, "tests": 0}' > "$BACHA_TEST_CLAIMS/shared.json" """
    slow = f'[ -z "$DATABASE_URL" ] || {{ {shared}; sleep 2; }}'
    with workers.pool(_stand_in(tmp_path, slow), [], 2) as pool:
        pool.add("SQLite", "")
        pool.add("PostgreSQL", "postgres://x")
        pool.run()
    assert [len(database.workers) for database in pool.databases] == [1, 2]


def test_workers_one_core_takes_the_databases_one_after_the_other(tmp_path):
    with workers.pool(_stand_in(tmp_path, "exit 0"), [], 1) as pool:
        pool.add("SQLite", "")
        pool.add("PostgreSQL", "postgres://x")
        pool.run()
    first, second = pool.workers()
    assert first.ended <= second.started


def test_workers_are_ended_when_the_run_is_interrupted(tmp_path, monkeypatch):
    def interrupt(seconds):
        raise KeyboardInterrupt

    with workers.pool(_stand_in(tmp_path, "exec sleep 60"), [], 2) as pool:
        pool.add("SQLite", "")
        pool.add("PostgreSQL", "postgres://x")
        monkeypatch.setattr(workers.time, "sleep", interrupt)
        with pytest.raises(KeyboardInterrupt):
            pool.run()
        assert [worker.process.returncode for worker in pool.workers()] == [-15, -15]


def test_sharing_begins_long_parts_first_and_keeps_the_kinds_apart(tmp_path):
    database, emptying = pytest.mark.django_db, pytest.mark.django_db(transaction=True)
    items = [
        _item("tests/test_a.py", tmp_path, marks=[database]),
        _item("tests/test_b.py", tmp_path, fixtures=["db"], marks=[pytest.mark.long]),
        _item("tests/test_a.py", tmp_path, marks=[emptying]),
        _item("tests/test_c.py", tmp_path, fixtures=["live_server", "db"]),
        _item("tests/browser/demo/test_d.py", tmp_path),
        _item("tests/browser/demo/test_e.py", tmp_path),
    ]
    assert {name: len(part) for name, part in sharing.in_order(items).items()} == {
        "0-tests-test_b.py": 1, "0-tests-test_a.py": 1, "1-tests-test_a.py": 1, "1-tests-test_c.py": 1,
        "2-tests-browser-demo": 2,
    }  # fmt: skip
    assert [sharing.claim(tmp_path, name) for name in ("x", "y", "x")] == [True, True, False]


def test_sharing_one_database_is_enough_for_what_touches_none(tmp_path):
    same = [_item("tests/test_a.py", tmp_path), _item("tests/test_a.py", tmp_path, marks=[pytest.mark.once])]
    differ = [
        _item("tests/test_a.py", tmp_path, marks=[mark])
        for mark in (pytest.mark.django_db, pytest.mark.each, pytest.mark.postgres, pytest.mark.sqlite)
    ]
    differ += [
        _item("tests/test_a.py", tmp_path, fixtures=[name])
        for name in ("db", "transactional_db", "live_server", "django_db_setup", "django_db_blocker")
    ]
    assert [item for item in same + differ if sharing.is_same_on_each(item)] == same


def test_sharing_what_is_the_same_is_run_on_sqlite_alone(tmp_path, monkeypatch):
    same, differs = _item("tests/test_a.py", tmp_path), _item("tests/test_b.py", tmp_path, fixtures=["db"])
    gone = []
    config = SimpleNamespace(hook=SimpleNamespace(pytest_deselected=lambda items: gone.extend(items)))
    for url, left in (("", [same, differs]), ("postgres://x", [differs])):
        monkeypatch.setenv("DATABASE_URL", url)
        items = [same, differs]
        sharing.pytest_collection_modifyitems(config, items)
        assert items == left
    assert gone == [same]
