#!/usr/bin/env python3
"""The one list of commands: run, test, lint, bench, soak, hostile. Needs Python 3.11 or newer and nothing else.

This file must stay readable for old Pythons, so that they can say what is missing instead of failing on syntax.
"""

import sys

COMMANDS = """usage: python3 dev.py COMMAND [ARGUMENTS]

  run     make .venv, migrate, load the demo into an empty database, serve on http://127.0.0.1:8000 (PORT)
  test    the whole suite on SQLite and PostgreSQL, with the browser; further arguments go to pytest
  lint    ruff, templates, migrations, deployment check, translations
  bench   the measurements, ours beside the limit
  soak    the long fault and race runs; further arguments go to pytest
  hostile odd and damaged spreadsheets against the running product"""


def main(arguments):
    if sys.version_info < (3, 11):
        found = ".".join(str(part) for part in sys.version_info[:3])
        sys.exit(f"bacha needs Python 3.11 or newer; this is Python {found} ({sys.executable}).")
    if not arguments or arguments[0] not in ("run", "test", "lint", "bench", "soak", "hostile"):
        wanted_help = arguments[:1] in (["-h"], ["--help"], ["help"])
        print(COMMANDS, file=sys.stdout if wanted_help else sys.stderr)
        return 0 if wanted_help else 2
    from devtools import commands

    return commands.start(arguments[0], arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
