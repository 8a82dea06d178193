"""Every act that the code writes into the trail has a name in words."""

import ast
import re
from pathlib import Path

import pytest

from dashboards import acts

ROOT = Path(__file__).resolve().parents[2]
APPS = ("common", "accounts", "communes", "documents", "services", "indicators")


def written_acts() -> set[str]:
    """Every "subject.verb" that is handed to the audit as `action=`, or to a helper of the actions by position."""
    found = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            is_actions = path.name == "actions.py" or "actions" in path.parts
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.keyword) and node.arg == "action":
                    found |= texts(node.value)
                elif is_actions and isinstance(node, ast.Call):
                    found |= {text for argument in node.args for text in texts(argument) if subject(text)}
    return found


def texts(node: ast.AST) -> set[str]:
    """The constants of the form "subject.verb" below a node, calls inside it left out."""
    if isinstance(node, ast.Call):
        return set()
    constants = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
    # "accounts.change_user" is a permission, not an act.
    form = re.compile(r"[a-z_]+\.(?!(add|change|delete|view)_)[a-z_]+")
    return {text for text in constants if isinstance(text, str) and form.fullmatch(text)}


def subject(text: str) -> bool:
    return text.split(".")[0] in acts.SUBJECTS


def test_acts_are_found_in_the_code():
    assert {"units.merged", "accounts.logged_in", "months.closed"} <= written_acts()


@pytest.mark.parametrize("action", sorted(written_acts()))
def test_act_has_words(action):
    subject, verb = action.split(".")
    assert subject in acts.SUBJECTS
    assert verb in acts.VERBS


def test_unknown_act_is_shown_as_written():
    assert acts.in_words("oddities.frobnicated") == "oddities: frobnicated"
    assert acts.in_words("odd") == "odd"
