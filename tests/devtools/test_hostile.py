"""The run with hostile files: who gets no answer has waited, and nothing of it is left running."""

import http.client
import http.server
import select
import subprocess
import sys
import threading

import pytest

from devtools import handing_in, hostile
from devtools.processes import Watched, tree

# Does not end when it is asked to, and has started something in a session of its own.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import time; print(flush=True); time.sleep(60)"], start_new_session=True)
time.sleep(60)
"""


@pytest.mark.parametrize("answer", [200, 500, ConnectionRefusedError(), TimeoutError(), http.client.BadStatusLine("")])
def test_probe_without_a_page_counts_as_slowest(monkeypatch, answer):
    class Person:
        def __init__(self, port, name):
            pass

        def ask(self, method, path):
            if isinstance(answer, Exception):
                raise answer
            return answer, "", ""

    monkeypatch.setattr(handing_in, "Person", Person)
    with handing_in.Probe(80, "chutich") as probe:
        pass
    assert [second == handing_in.PATIENCE for second in probe.seconds] == [answer != 200]


@pytest.mark.parametrize(
    ("probed", "code"), [([], 1), ([0.1], 1), ([0.1] * 40, 0), ([0.1] * 39 + [handing_in.PATIENCE], 1), ([2.0] * 9, 1)]
)
def test_report_fails_where_the_dashboard_was_not_there(monkeypatch, tmp_path, probed, code):
    monkeypatch.setattr(hostile, "RESULTS", tmp_path / "hostile.json")
    row = {"name": "a.xlsx", "outcome": "read", "seconds": 1.0, "is_right": True}
    assert hostile._report([row], probed, {"web": [1]}, {"web": [1]}, 10) == code


def test_server_is_asked_now_and_then_until_it_is_well(monkeypatch):
    answers, waited = [503, 503, 200], []

    class Health(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(answers.pop(0))
            self.end_headers()

        def log_message(self, *arguments):
            pass

    monkeypatch.setattr(handing_in.time, "sleep", waited.append)
    with http.server.HTTPServer(("127.0.0.1", 0), Health) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        handing_in.wait_for(server.server_port, 30, lambda: True)
        server.shutdown()
    assert (answers, waited) == ([], [handing_in.AGAIN] * 2)
    with pytest.raises(RuntimeError):
        handing_in.wait_for(server.server_port, 30, iter([True, False]).__next__)


def test_server_that_does_not_end_is_killed_with_all_that_it_started():
    server = subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE, start_new_session=True)
    with server, Watched(server.pid) as watched:
        server.stdout.readline()
        assert len(tree(server.pid)) == 2
        with pytest.raises(subprocess.TimeoutExpired):
            hostile._end(server, patience=0.1)
        # At its end as soon as nobody can write to it any more.
        assert select.select([server.stdout], [], [], 20)[0]
    assert watched.most > 2**20
