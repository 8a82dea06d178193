"""A clerk who saves something all the while, ten times a second, and notes how long each save takes.

`python -m devtools.bench.waiting`: says "ready", writes until its input is closed, then prints the 99th percentile and
the longest wait in milliseconds, and how many writes there were.
"""

import select
import sys
import time
from contextlib import suppress

import django

EVERY_SECONDS = 0.1


def main() -> None:
    """See above."""
    django.setup()
    from django.db import OperationalError, transaction

    from common.models import Batch

    batch = Batch.objects.create(kind="bench", title="waiting", created_at="2020-08-03T00:00:00Z")
    waits = []
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], EVERY_SECONDS)[0]:
        started = time.perf_counter()
        # A save that gives up after the database's patience has waited all the same.
        with suppress(OperationalError), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(rows=len(waits))
        waits.append(1000 * (time.perf_counter() - started))
    waits.sort()
    print(waits[int(0.99 * (len(waits) - 1))], waits[-1], len(waits))


if __name__ == "__main__":
    main()
