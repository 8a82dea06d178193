"""What the documents say about variables and sizes is what the code reads and measures."""

import re
from pathlib import Path

from devtools.sizes import warnings

ROOT = Path(__file__).resolve().parent.parent.parent
READ = re.compile(r"""env\.(?:text|integer|day|words|flag)\(\s*"(\w+)"|environ(?:\.get\(|\[)["']([A-Z_]+)["']""")


def _read_by_the_code() -> set[str]:
    files = [*(ROOT / "bacha").glob("*.py"), ROOT / "gunicorn.conf.py"]
    found = {first or second for path in files for first, second in READ.findall(path.read_text(encoding="utf-8"))}
    return found | {"BACHA_PROFILE"}


def test_docs_every_variable_is_in_the_deployment_table():
    table = re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(table) == _read_by_the_code()


def test_sizes_warn_of_long_functions_and_files():
    source = "def f():\n" + "    pass\n" * 60 + "x = 1\n" * 400
    found = list(warnings(Path("app/x.py"), source))
    assert found == ["app/x.py has 461 lines (at most 400)", "app/x.py:1 f has 61 lines (at most 40)"]


def test_sizes_expect_short_tests():
    assert list(warnings(Path("tests/test_x.py"), "x = 1\n" * 201)) == ["tests/test_x.py has 201 lines (at most 200)"]
