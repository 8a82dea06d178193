from django.core.management.base import BaseCommand, CommandError

from accounts import actions, throttle
from accounts.models import User


class Command(BaseCommand):
    """Lets a person, or everybody at an address, try to log in again at once."""

    help = "Forget the failed logins of a person (USERNAME) or of an address (--address)."

    def add_arguments(self, parser):
        """A name, an address, or both."""
        parser.add_argument("username", nargs="?", help="the login name")
        parser.add_argument("--address", help="an IPv4 or IPv6 address")

    def handle(self, *args, username=None, address=None, **options):
        """Prints how many buckets were forgotten; an unknown name is an error."""
        if not username and not address:
            raise CommandError("Give a username, an --address, or both.")
        count = 0
        if username:
            user = User.objects.filter(username=User.normalize_username(username)).first()
            if user is None:
                raise CommandError(f"There is no user {username!r}.")
            count += actions.unlock(by=None, user=user)
        if address:
            count += throttle.forget_address(address=address)
        self.stdout.write(f"{count} buckets forgotten.")
