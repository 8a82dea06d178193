"""Warns of files and functions longer than the house allows; never fails."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE, TEST_FILE, FUNCTION = 400, 200, 40
LEFT_ALONE = {".venv", ".git", "migrations", "node_modules", "staticfiles", "data"}


def main() -> None:
    for path in sorted(ROOT.rglob("*.py")):
        relative = path.relative_to(ROOT)
        if not LEFT_ALONE & set(relative.parts):
            for warning in warnings(relative, path.read_text(encoding="utf-8")):
                print(f"warning: {warning}")


def warnings(path: Path, source: str) -> Iterator[str]:
    """Sentences about one file: its own length, and each function that is too long."""
    lines, limit = source.count("\n"), TEST_FILE if path.parts[0] == "tests" else FILE
    if lines > limit:
        yield f"{path} has {lines} lines (at most {limit})"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION:
                yield f"{path}:{node.lineno} {node.name} has {length} lines (at most {FUNCTION})"


if __name__ == "__main__":
    main()
