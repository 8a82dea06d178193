"""All measurements on one database, in one process: `python -m devtools.bench.run DATA ROUNDS TARGET`.

DATA: demo, generated, filings, or a number of documents for the measurements of the register alone.
"""

import json
import sys
from pathlib import Path

import django


def main(data: str, rounds: int, target: Path) -> None:
    """Fill the database, measure, write the rows."""
    django.setup()
    from devtools.bench import measures

    if data.isdigit():
        from devtools.bench import crowd, documents

        crowd.fill(int(data))
        rows = documents.all_parts(rounds)
    elif data == "filings":
        from devtools.bench import desk

        desk.fill()
        rows = desk.all_parts(rounds)
    else:
        seconds = measures.fill(data)
        rows = measures.all_of(data, rounds, filled_in=seconds)
    target.write_text(json.dumps(rows), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
