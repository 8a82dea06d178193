"""Bring the figures up to date, rebuild them, check them, or keep them current as a worker."""

import signal

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from common import audit
from communes.actions.months import open_months
from communes.reports import opened_months
from indicators import checking, rollups


class Command(BaseCommand):
    help = "Recount what is marked stale. --all: everything; --check: compare only; --watch: go on as the worker."

    def add_arguments(self, parser):
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--all", action="store_true", help="count every opened month anew")
        mode.add_argument("--check", action="store_true", help="compare stored figures with a recount; write nothing")
        mode.add_argument("--watch", action="store_true", help="refresh every 0.3 seconds until stopped")

    def handle(self, *args, **options):
        try:
            opened_months()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        if options["check"]:
            self._check()
        elif options["watch"]:
            self._watch()
        else:
            opened = open_months()
            if options["all"]:
                self.stdout.write(f"{rollups.rebuild()} unit-months counted")
            done = rollups.refresh()
            audit.seal()
            self.stdout.write(f"{len(opened)} months opened, {done} marks done")

    def _check(self):
        differences, compared = checking.check()
        for difference in differences[:50]:
            self.stdout.write(str(difference))
        self.stdout.write(f"{len(differences)} differences in {compared} figures")
        if differences:
            raise CommandError("the stored figures differ from a recount; run refresh_figures --all", returncode=1)

    def _watch(self):
        stopped = []
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopped.append(True))
        self.stdout.write("worker started")
        rollups.watch(stop=lambda: bool(stopped))
        self.stdout.write("worker stopped")
