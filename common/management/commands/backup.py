"""Write the database and the stored files into one archive while the system runs on."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from common.backups import BackupError, backup


class Command(BaseCommand):
    help = "Write a backup of the database and the stored files to PATH."

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path)

    def handle(self, *args, **options):
        try:
            manifest = backup(options["path"].resolve())
        except BackupError as error:
            raise CommandError(str(error)) from error
        size = sum(member["size"] for member in manifest["members"].values())
        self.stdout.write(f"{options['path']}: {len(manifest['members'])} members, {size:,} bytes")
