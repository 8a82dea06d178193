"""`manage.py generate`: a synthetic country of any size, for measuring."""

from django.core.management.base import BaseCommand, CommandError

from communes.models import Unit
from indicators.demo import synthetic


class Command(BaseCommand):
    """Writes made-up provinces, districts, communes and offices with documents and filings; the same every time."""

    help = "Generate a synthetic country: the same numbers and seed give the same rows."

    def add_arguments(self, parser):
        """Sizes; --add: also into a database that has units; --no-figures: leave the counting to refresh_figures."""
        parser.add_argument("--units", type=int, default=100, help="communes and offices (default 100)")
        parser.add_argument("--documents", type=int, default=10_000, help="default 10000")
        parser.add_argument("--filings", type=int, default=0, help="default 0")
        parser.add_argument("--months", type=int, default=12, help="months up to the last one that has ended")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--add", action="store_true", help="add to a database that has units already")
        parser.add_argument("--no-figures", action="store_true", help="do not count the figures")

    def handle(self, *args, **options):
        """Exits 1 for sizes that make no sense, a seed that is there already, or a database with units."""
        size = synthetic.Size(*(options[name] for name in ("units", "documents", "filings", "months", "seed")))
        if min(size.units, size.months) < 1 or min(size.documents, size.filings) < 0 or not 1 <= size.seed <= 999:
            raise CommandError("Sizes are whole numbers: units and months at least 1, the seed from 1 to 999.")
        if Unit.objects.exists() and not options["add"]:
            raise CommandError("There are units in this database; --add adds to them.")
        if Unit.objects.filter(slug__startswith=f"mau-{size.seed}-").exists():
            raise CommandError(f"The country of seed {size.seed} is there already; choose another seed.")
        synthetic.generate(size, with_figures=not options["no_figures"], say=self.stdout.write)
