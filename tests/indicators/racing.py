"""Threads that stop where a test tells them: interleavings are forced, not hoped for."""

import threading
from datetime import date

from django.db import connection

from documents.actions import entries

WAIT = 120


class Client(threading.Thread):
    """Runs one call on a connection of its own; `result()` waits and raises what it raised."""

    def __init__(self, call, *args, **kwargs):
        super().__init__(daemon=True)
        self.call, self.args, self.kwargs = call, args, kwargs
        self.value = self.error = None
        self.start()

    def run(self):
        try:
            self.value = self.call(*self.args, **self.kwargs)
        except BaseException as error:  # handed to the test by result()
            self.error = error
        finally:
            connection.close()

    def result(self):
        self.join(WAIT)
        assert not self.is_alive(), "the client is still waiting"
        if self.error is not None:
            raise self.error
        return self.value


class Gate:
    """Stops the first thread that passes until the test opens it; later threads go through."""

    def __init__(self):
        self.reached, self.opened = threading.Event(), threading.Event()
        self._first = threading.Lock()

    def __call__(self):
        if self._first.acquire(blocking=False):
            self.reached.set()
            assert self.opened.wait(WAIT), "the gate was never opened"

    def wait(self):
        assert self.reached.wait(WAIT), "nobody reached the gate"

    def open(self):
        self.opened.set()


def register(unit, day=date(2020, 7, 6), **fields):
    """An incoming document through the real action, by the system itself."""
    values = {"registered_on": day, "subject": "Về việc báo cáo", "organ_name": "UBND tỉnh", "code": "12/UBND-VP"}
    return entries.register(by=None, direction="incoming", unit=unit, **(values | fields))
