from django.core.management.base import BaseCommand, CommandError

from common.files import checking


class Command(BaseCommand):
    """`manage.py verify_files`: names every stored file that is missing, changed or belongs to nothing."""

    help = (
        "Compares the files under DATA_DIR/files with the rows that name them, byte by byte. Exits with 1 if a file is "
        "missing, has changed, or is named by no row and older than an hour."
    )

    def add_arguments(self, parser):
        parser.add_argument("--quick", action="store_true", help="compare sizes only, do not read the files")
        parser.add_argument("--delete-orphans", action="store_true", help="delete the files that no row names")

    def handle(self, *args, quick: bool, delete_orphans: bool, **options):
        counts = dict.fromkeys(("missing", "changed", "orphan"), 0)
        for finding in checking.findings(reads_bytes=not quick):
            self.stdout.write(f"{finding.what}: {finding.stored}: {finding.sentence}")
            if delete_orphans and finding.what == "orphan":
                checking.delete_orphan(finding)
                self.stdout.write(f"deleted: {finding.stored}")
            else:
                counts[finding.what] += 1
        files = sum(model.objects.count() for model in checking.models())
        found = ", ".join(f"{number} {what}" for what, number in counts.items())
        self.stdout.write(f"{files} files, {checking.duplicates()} of them stored once more; findings: {found}")
        if any(counts.values()):
            raise CommandError("the stored files are not as they should be", returncode=1)
