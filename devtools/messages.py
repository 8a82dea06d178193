"""The texts that gettext is asked for, read out of the Python sources and the templates."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

NAMES = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
NAMES |= {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
LEFT_ALONE = {".venv", ".git", "tests", "devtools", "static", "staticfiles", "node_modules", "data", "docs"}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdif]|\{\w*\}")
CALL = re.compile(r"(?<![\w.])(_|n?p?gettext)\(")


@dataclass(frozen=True)
class Message:
    """One text: where it stands (file:line), its context, its plural."""

    place: str
    text: str
    plural: str | None = None
    context: str | None = None


def used(root: Path) -> list[Message]:
    """Every text below `root`, each once, in order of file and line."""
    found: dict[tuple[str | None, str], Message] = {}
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.html"), *root.rglob("*.txt")]):
        relative = path.relative_to(root)
        is_template = path.suffix != ".py"
        if LEFT_ALONE & set(relative.parts) or (is_template and "templates" not in relative.parts):
            continue
        source = path.read_text(encoding="utf-8")
        for message in in_template(source, str(relative)) if is_template else in_python(source, str(relative)):
            found.setdefault((message.context, message.text), message)
    return list(found.values())


def in_python(source: str, path: str) -> Iterator[Message]:
    """Calls of gettext functions under the names this file imported them by. Texts that are no literal are left."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in NAMES
    }
    for node in ast.walk(tree):
        function = _function(node, names)
        if function and (message := _message(function, node, f"{path}:{node.lineno}")):
            yield message


def in_template(source: str, path: str) -> Iterator[Message]:
    """Django turns the tags into calls of gettext functions, for xgettext; here they are read without it."""
    code = templatize(source, origin=path)
    for match in CALL.finditer(code):
        name = "gettext" if match[1] == "_" else match[1]
        node = _expression(code, match.start())
        if node and (message := _message(name, node, f"{path}:{code.count(chr(10), 0, match.start()) + 1}")):
            yield message


def _expression(code: str, start: int) -> ast.Call | None:
    """The call that begins at `start`: up to the first closing bracket at which it can be parsed."""
    end = code.find(")", start)
    while end != -1:
        try:
            return ast.parse(code[start : end + 1], mode="eval").body
        except SyntaxError:
            end = code.find(")", end + 1)
    return None


def _function(node: ast.AST, names: dict[str, str]) -> str | None:
    """The gettext function that a call goes to: by an imported name, or as an attribute (`translation.gettext`)."""
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Name):
        return names.get(node.func.id)
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        return node.func.attr if node.func.value.id == "translation" and node.func.attr in NAMES else None
    return None


def _message(function: str, call: ast.Call, place: str) -> Message | None:
    function = function.removesuffix("_lazy").removesuffix("_noop")
    texts = [argument.value if isinstance(argument, ast.Constant) else None for argument in call.args]
    context = texts.pop(0) if "pgettext" in function and texts else None
    if not texts or not isinstance(texts[0], str) or not texts[0]:
        return None
    plural = texts[1] if function.startswith("n") and len(texts) > 1 else None
    return Message(place, texts[0], plural, context)


def placeholders(text: str) -> set[str]:
    """What a format call fills in; a translation must have the same."""
    return set(PLACEHOLDER.findall(text or "")) - {"%%"}
