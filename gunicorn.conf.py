"""The web server's settings, found by gunicorn in the folder it starts in: for dev.py run and for docs/deploy.md."""

import gc
import os
import warnings

wsgi_app = "bacha.wsgi:application"
bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 2
timeout = 60
graceful_timeout = 30
# Workers are renewed now and then, so that a leak of memory never grows for weeks.
max_requests = 2000
max_requests_jitter = 200
limit_request_line = 4094
# Otherwise gunicorn leaves a socket that takes commands in the home folder.
no_control_socket = True
loglevel = "warning"
if os.access("/dev/shm", os.W_OK):
    # The heartbeat files; on a slow disk they would stall the workers.
    worker_tmp_dir = "/dev/shm"
if os.environ.get("BACHA_PROFILE", "production") != "production":
    # Static files may come straight from the sources then, without a folder of collected ones.
    warnings.filterwarnings("ignore", "No directory at", UserWarning)


def post_worker_init(worker):
    """Read addresses and the commonest templates now: otherwise the first visitor of each process waits for them."""
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import reverse

    if settings.ROOT_URLCONF == "bacha.urls":  # the bench serves its floor page with these settings too
        try:
            reverse("dashboards:overview")  # reads all addresses, and with them the views
            for name in ("base.html", "accounts/login.html", "dashboards/overview.html", "generic/list.html"):
                get_template(name)
        except Exception:
            # A page that cannot be shown fails when it is asked for, not all the others with it.
            worker.log.exception("not everything could be read beforehand")
    # What is read now stays for good: the search for garbage need not pass through it with every hundredth page.
    gc.collect()
    gc.freeze()
    # A page makes some ten thousand objects that go by themselves: to look for cycles among them as often as Python
    # does by default takes a twentieth of its time.
    gc.set_threshold(20_000, 20, 20)
