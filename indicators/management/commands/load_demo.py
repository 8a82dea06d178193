"""`manage.py load_demo`: the demo of district Bắc Hà."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common import clock
from communes.models import Unit
from indicators.demo import later, loader
from indicators.demo.places import DEMO_DAY


class Command(BaseCommand):
    """Loads the demo into an empty database; a second run says that it is there and changes nothing."""

    help = "Load the demo of district Bắc Hà (its logins have a public password: never in production)."

    def add_arguments(self, parser):
        """--if-empty: leave a database with other units alone instead of failing. --until: later rearrangements too."""
        parser.add_argument("--if-empty", action="store_true", help="do nothing if there are units already")
        parser.add_argument(
            "--until", type=int, choices=sorted(later.YEARS), help="also the rearrangements of units up to this year"
        )

    def handle(self, *args, **options):
        """Exits 1 in production, on a database with other units, and before the demo's day."""
        if settings.PROFILE == "production":
            raise CommandError("The demo's logins have a public password; it is not loaded in production.")
        if loader.is_loaded():
            self.stdout.write("The demo is there already; nothing changed.")
            return
        if Unit.objects.exists():
            if options["if_empty"]:
                self.stdout.write("There are units already; the demo is not loaded.")
                return
            raise CommandError("There are other units in this database; the demo needs an empty one.")
        if clock.today() < DEMO_DAY:
            raise CommandError(f"The demo plays on {DEMO_DAY:%d/%m/%Y}; BACHA_TODAY must not be earlier.")
        first_day = later.YEARS.get(options["until"], DEMO_DAY)
        if clock.today() < first_day:
            raise CommandError(
                f"The changes of {options['until']} are in force from {first_day:%d/%m/%Y}; "
                f"set BACHA_TODAY={first_day:%Y-%m-%d} or later."
            )
        self.stdout.write("Loading the demo of district Bắc Hà …")
        loader.load(say=self.stdout.write, until=options["until"])
