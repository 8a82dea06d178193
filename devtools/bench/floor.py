"""The floor page: what a page of this size costs on this server before it says anything. Only the bench serves it.

Three ORM queries and a template of about 100 rows behind a login, with Django's usual middleware and no more
(performance.md 6). The bench states pages of the product as multiples of it, measured in the same run.
"""

from django.contrib.auth.decorators import login_required
from django.core.wsgi import get_wsgi_application
from django.db.models import Count
from django.http import HttpResponse
from django.template import engines
from django.urls import path

PAGE = """<!doctype html>
<html lang="vi">
  <head><meta charset="utf-8"><title>{{ title }}</title><link rel="stylesheet" href="/static/floor.css"></head>
  <body>
    <h1>{{ title }}</h1>
    <p>{% for row in kinds %}{{ row.kind }}: {{ row.n }}{% if not forloop.last %}, {% endif %}{% endfor %}</p>
    <table>
      <thead><tr><th>Name</th><th>Kind</th><th>Code</th><th>Since</th></tr></thead>
      <tbody>
        {% for unit in units %}
          <tr><td><a href="/units/{{ unit.slug }}/">{{ unit.name }}</a></td><td>{{ unit.kind }}</td>
          <td>{{ unit.code }}</td><td>{{ unit.valid_from|date:"d/m/Y" }}</td></tr>
        {% endfor %}
      </tbody>
    </table>
    <table>
      <thead><tr><th>Day</th><th>Number</th><th>Subject</th><th>From</th></tr></thead>
      <tbody>
        {% for document in documents %}
          <tr><td>{{ document.registered_on|date:"d/m/Y" }}</td><td>{{ document.number }}</td>
          <td><a href="/documents/{{ document.pk }}/">{{ document.subject }}</a></td>
          <td>{{ document.organ_name }}</td></tr>
        {% endfor %}
      </tbody>
    </table>
  </body>
</html>
"""


@login_required
def floor(request):
    """48 units, 50 documents and one grouped count; about 100 rows of HTML."""
    from communes.models import Unit
    from documents.models import Document

    units = list(Unit.objects.order_by("pk")[:48])
    context = {
        "title": "Floor",
        "kinds": Unit.objects.order_by().values("kind").annotate(n=Count("pk")),
        "units": (units * 2)[:48],  # the demo has fewer
        "documents": Document.objects.order_by("-pk")[:50],
    }
    return HttpResponse(_template().render(context, request))


def _template():
    # Read once, as the cached loader does with the product's templates.
    global _page
    _page = _page or engines["django"].from_string(PAGE)
    return _page


_page = None
urlpatterns = [path("floor/", floor)]


def application(environ, start_response):
    """The WSGI entry, made at the first request: this module is also the URLconf."""
    global _application
    _application = _application or get_wsgi_application()
    return _application(environ, start_response)


_application = None
