"""A stranger's file is read in a process that ends, whatever it does."""

import sys
import time
from pathlib import Path

import pytest

from common.confined import CHILD, Ending, Limits, Outcome, run

HERE = "tests.common.misbehaving:"
MEBIBYTE = 1024 * 1024


def attempt(name, argument=None, **limits) -> Outcome:
    return run(HERE + name, argument, limits=Limits(**{"seconds": 20, **limits}))


def test_value_comes_back_whatever_is_printed():
    outcome = attempt("answer", {"name": "Tả Củ Tỷ", "rows": [1, None, 2.5]})
    assert outcome.ending == Ending.DONE
    assert outcome.value["heard"] == {"name": "Tả Củ Tỷ", "rows": [1, None, 2.5]}


def test_child_knows_neither_django_nor_the_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "never to be seen by a parser")
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@nowhere/none")
    value = attempt("answer").value
    assert value["django"] is False
    assert set(value["keys"]) <= {"LANG", "LC_ALL", "LC_CTYPE", "PATH"}


@pytest.mark.skipif(sys.platform != "linux", reason="macOS takes RLIMIT_AS and does not keep it")
@pytest.mark.parametrize(("name", "argument"), [("eat", 400), ("eat_slowly", None)])
def test_memory_ends(name, argument):
    assert attempt(name, argument, memory=256 * MEBIBYTE).ending == Ending.MEMORY


def test_same_hunger_is_fed_where_the_limit_allows_it():
    outcome = attempt("eat", 400, memory=2048 * MEBIBYTE)
    assert outcome == Outcome(Ending.DONE, 400 * MEBIBYTE)


def test_processor_time_ends():
    began = time.monotonic()
    assert attempt("burn", cpu=1, seconds=30).ending == Ending.TIME
    assert time.monotonic() - began < 25


def test_time_on_the_wall_ends():
    began = time.monotonic()
    assert attempt("sleep", 60, seconds=0.5).ending == Ending.LATE
    assert time.monotonic() - began < 5


def test_whole_group_is_killed(tmp_path):
    sign = tmp_path / "alive"
    sign.touch()
    begun = sign.stat().st_mtime_ns
    assert attempt("multiply", str(sign), seconds=3).ending == Ending.LATE
    last = sign.stat().st_mtime_ns
    assert last > begun
    time.sleep(1)
    assert sign.stat().st_mtime_ns == last


def test_answer_has_a_size():
    assert attempt("chatter", 2, answer=MEBIBYTE).ending == Ending.ANSWER
    assert attempt("chatter", 2, answer=4 * MEBIBYTE).is_done


def test_exception_is_told_by_name_only():
    outcome = attempt("fail", "canary in the file")
    assert outcome == Outcome(Ending.FAILED, None, "ValueError")
    assert "canary" not in repr(outcome)


def test_endless_depth_is_a_failure_with_a_name():
    assert attempt("deep", 1).error == "RecursionError"


@pytest.mark.parametrize("name", ["die", "exit_early"])
def test_death_without_an_answer_is_a_crash(name):
    assert attempt(name).ending == Ending.CRASHED


@pytest.mark.parametrize("name", ["call_out", "write", "start"])
def test_nothing_beyond_the_process_is_reached(tmp_path, name):
    target = tmp_path / "written"
    assert attempt(name, str(target)).error == "Forbidden"
    assert not target.exists()


def test_unknown_function_is_a_failure():
    assert attempt("nothing_of_the_kind").ending == Ending.FAILED


def test_child_program_imports_the_standard_library_only():
    text = Path(CHILD).read_text(encoding="utf-8")
    names = [line.split()[1].split(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert names
    assert set(names) <= sys.stdlib_module_names


def test_output_is_the_one_file_that_may_be_written_and_is_bounded(tmp_path):
    output = tmp_path / "output"
    order = {"bytes": 3 * MEBIBYTE, "elsewhere": str(tmp_path / "elsewhere")}
    outcome = run(HERE + "write_much", order, limits=Limits(seconds=20, output=4 * MEBIBYTE), output=output)
    assert outcome == Outcome(Ending.DONE, "Forbidden")
    assert output.stat().st_size == 3 * MEBIBYTE
    assert [path.name for path in tmp_path.iterdir()] == ["output"]
    small = Limits(seconds=20, answer=MEBIBYTE, output=2 * MEBIBYTE)
    assert run(HERE + "write_much", order, limits=small, output=output).ending == Ending.FAILED
