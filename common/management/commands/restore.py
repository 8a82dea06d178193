"""Restore a backup into an empty database, bring it to this version's tables, and check it."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from common import audit
from common.backups import BackupError, restore
from common.files import checking


class Command(BaseCommand):
    help = "Restore the backup at PATH. Stop the web server and the worker first."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path)
        parser.add_argument("--replace", action="store_true", help="overwrite the present database and files")

    def handle(self, *args, **options):
        try:
            manifest = restore(options["path"].resolve(), replace=options["replace"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        findings = audit.verify(unsealed_after_seconds=10**9)
        for finding in findings:
            self.stderr.write(finding)
        wrong = list(checking.findings())
        for finding in wrong:
            self.stderr.write(f"{finding.what}: {finding.stored}: {finding.sentence}")
        said = f"audit trail: {len(findings)} findings, stored files: {len(wrong)} findings"
        self.stdout.write(f"restored the backup of {manifest['made_at']}; {said}")
