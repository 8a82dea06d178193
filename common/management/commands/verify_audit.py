"""Walk the audit chain and name everything that was altered, is missing, or has no seal."""

from django.core.management.base import BaseCommand, CommandError

from common import audit
from common.models import AuditEvent


class Command(BaseCommand):
    help = "Verify the audit trail; exits with 1 and names every finding if it is not whole."

    def handle(self, *args, **options):
        findings = audit.verify()
        for finding in findings:
            self.stdout.write(finding)
        self.stdout.write(f"{len(findings)} findings in {AuditEvent.objects.count()} events")
        if findings:
            raise CommandError("the audit trail is not whole", returncode=1)
