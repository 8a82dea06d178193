"""The floors of the house: imports run downwards, ports are filled in one place, templates carry no code."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# From the top down; apps on one line are neighbours and do not import each other.
FLOORS = [
    {"bacha"},
    {"api"},
    {"dashboards"},
    {"imports"},
    {"indicators"},
    {"documents", "services"},
    {"communes"},
    {"accounts"},
    {"common"},
]
LEVEL = {app: number for number, floor in enumerate(FLOORS) for app in floor}
PORTS = {"after_commit", "effects", "month_reopened", "reorganisation", "reorganisation_preview", "units_gone"}


def source_files():
    return [path for app in LEVEL for path in sorted((ROOT / app).rglob("*.py"))]


def imported_apps(path: Path):
    """(line, app) for every import of one of our apps, anywhere in the file, and for foreign keys by name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            match = re.fullmatch(r"([a-z]+)\.[A-Z][A-Za-z]+", node.value)
            names = [match[1]] if match else []
        for name in names:
            app = name.split(".")[0]
            if app in LEVEL:
                yield node.lineno, app


def forbidden_imports(path: Path):
    own = path.relative_to(ROOT).parts[0]
    for line, app in imported_apps(path):
        if app != own and LEVEL[app] <= LEVEL[own]:
            yield f"{path.relative_to(ROOT)}:{line} {own} imports {app}"


def test_imports_run_downwards_only():
    assert [found for path in source_files() for found in forbidden_imports(path)] == []


def test_import_check_sees_an_upward_import(tmp_path):
    wrong = ROOT / "common" / "text.py"
    tree = "from communes.models import Unit\n"
    path = tmp_path / "wrong.py"
    path.write_text(tree, encoding="utf-8")
    assert [app for _line, app in imported_apps(path)] == ["communes"]
    assert LEVEL["communes"] < LEVEL[wrong.relative_to(ROOT).parts[0]]


def test_relative_imports_do_not_exist():
    relative = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in source_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_ports_are_filled_in_bacha_only():
    names = "|".join(sorted(PORTS))
    changing = re.compile(rf"ports\.({names})(\[[^\]]*\]\s*=|\s*=[^=]|\.(append|extend|insert|clear|remove))")
    found = [
        str(path.relative_to(ROOT)) for path in source_files() if changing.search(path.read_text(encoding="utf-8"))
    ]
    assert found == ["bacha/wiring.py"]


def test_no_module_is_named_services():
    assert [p for p in source_files() if p.name == "services.py"] == []


def test_no_signal_handlers_for_our_models():
    receiver = re.compile(r"\b(pre_save|post_save|pre_delete|post_delete|m2m_changed)\b")
    assert [p for p in source_files() if receiver.search(p.read_text(encoding="utf-8"))] == []


def test_settings_module_is_not_imported():
    found = [
        path
        for path in source_files()
        if re.search(
            r"^(from bacha\.settings|import bacha\.settings|from bacha import settings)", path.read_text(), re.M
        )
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["common", "accounts", "communes", "documents", "services", "indicators", "imports"])
def test_models_know_no_request(folder):
    files = [*(ROOT / folder).glob("models.py"), *(ROOT / folder).glob("models/*.py")]
    for path in files:
        modules = {
            node.module or ""
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom)
        }
        assert not any(m.startswith(("django.http", "django.contrib.messages", "requests")) for m in modules), path


def templates():
    return sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", templates(), ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_template_has_no_inline_script_or_style(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style\b", text, re.I)
    assert not re.search(r"\sstyle\s*=", text, re.I)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text, re.I)
    for tag in re.findall(r"<script\b[^>]*>", text, re.I):
        assert "src=" in tag or 'type="application/json"' in tag
    assert "javascript:" not in text.lower()


def test_actions_are_keyword_only():
    """A write says at the call what is what: everything after the object written to is a keyword, `by` among them."""
    wrong = []
    for path in source_files():
        parts = path.relative_to(ROOT).parts
        if not (parts[-1] == "actions.py" or "actions" in parts[:-1]):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            named = {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]}
            if "by" in named and (len(node.args.args) > 1 or "by" in {a.arg for a in node.args.args}):
                wrong.append(f"{'/'.join(parts)}:{node.lineno} {node.name}")
    assert wrong == []


def test_registers_are_written_by_actions_only():
    """Views, forms, tables and the admin never write a model: that stays with the actions that they call."""
    writing = re.compile(
        r"objects\b[^\n]*\.(create|bulk_create|bulk_update|update_or_create|get_or_create|update|delete)\("
        r"|(?<!super\(\))\.save\("
    )
    kinds = ("views", "forms", "tables", "filters", "admin")
    wrong = []
    for path in source_files():
        parts = path.relative_to(ROOT).parts
        if parts[0] == "common" or not any(part.removesuffix(".py") in kinds for part in parts[1:]):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if writing.search(line):
                wrong.append(f"{'/'.join(parts)}:{number} {line.strip()}")
    assert wrong == []
