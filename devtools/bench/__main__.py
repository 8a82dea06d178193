"""Run the measurements on SQLite and PostgreSQL and write them as a table and as bench-results/bench.json.

python3 dev.py bench [--quick] [--generated] [--filings] [--documents N]
--documents: how many the register of documents is measured with (1,000,000; with --quick 20,000). It grows
with the number: a million rows and their index take about 1 GB on PostgreSQL.
--generated: also on the synthetic country (11,000 units, 1,000,000 documents, 24 months) on PostgreSQL, which takes
about half an hour.
--filings: also the pages on procedures and filings with 700 units and 500,000 filings in 24 months on PostgreSQL, which
takes some minutes.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from devtools import postgres

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "bench-results"


def main() -> int:
    """Exit code 1 if a ratio is over its limit."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--generated", action="store_true", help="the synthetic country too")
    parser.add_argument("--filings", action="store_true", help="the pages on filings at size too")
    parser.add_argument("--documents", type=int, help="size of the register that is searched")
    options = parser.parse_args()
    register = str(options.documents or (20_000 if options.quick else 1_000_000))
    rounds = "3" if options.quick else "7"
    results = []
    with tempfile.TemporaryDirectory(prefix="bacha-bench-") as folder:
        results += _measure(f"sqlite:///{folder}/bench.sqlite3", folder, "demo", rounds)
        results += _measure(f"sqlite:///{folder}/register.sqlite3", folder, register, rounds)
        binaries = postgres.programs()
        if binaries is None:
            print("PostgreSQL is not installed: measured on SQLite only")
        else:
            # The servers that people run keep fsync on; so does this one.
            with postgres.cluster(binaries, durable=True) as url:
                results += _measure(url, folder, "demo", rounds)
            with postgres.cluster(binaries, durable=True) as url:
                results += _measure(url, folder, register, rounds)
            if options.filings:
                with postgres.cluster(binaries, durable=True) as url:
                    results += _measure(url, folder, "filings", rounds)
            if options.generated:
                with postgres.cluster(binaries, durable=True) as url:
                    results += _measure(url, folder, "generated", rounds)
    return _report(results)


def _measure(url: str, folder: str, data: str, rounds: str) -> list[dict]:
    environment = os.environ | {
        "DATABASE_URL": url, "DATA_DIR": folder, "BACHA_PROFILE": "demo", "BACHA_TODAY": "2020-08-03",
        "DJANGO_SETTINGS_MODULE": "bacha.settings", "STATIC_FILES": "collected",
    }  # fmt: skip
    target = Path(folder) / "results.json"
    subprocess.run(
        [sys.executable, "-m", "devtools.bench.run", data, rounds, str(target)], cwd=ROOT, env=environment, check=True
    )
    return json.loads(target.read_text(encoding="utf-8"))


def _report(results: list[dict]) -> int:
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "bench.json").write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"{'database':<11}{'data':<11}{'measure':<58}{'ours':>11}{'beside':>11}{'ratio':>8}{'goal':>8}  ")
    over = 0
    for row in results:
        failed = row["ratio"] > row["goal"]
        over += failed
        print(
            f"{row['database']:<11}{row['data']:<11}{row['name']:<58}"
            f"{_shown(row, 'ours'):>11}{_shown(row, 'beside'):>11}"
            f"{row['ratio']:>8.2f}{row['goal']:>8.2f}  {'OVER' if failed else 'ok'}"
        )
    print(f"{len(results)} ratios, {over} over their goal; seconds are medians unless p95 is said")
    print(RESULTS / "bench.json")
    return 1 if over else 0


def _shown(row: dict, side: str) -> str:
    unit = row.get("unit", "s")
    if unit == "s":
        return f"{row[side]:.4f} s"
    return f"{row[side]:,.0f} {unit}" if unit in {"B", "MB"} else f"{row[side]:.3f}"


if __name__ == "__main__":
    sys.exit(main())
