"""The HTTP API below /api/: version 1 and its description."""

from django.urls import path, re_path
from ninja import NinjaAPI

from api import documents, figures, filings, problems, units
from api.auth import Bearer, Session

api = NinjaAPI(
    title="Bắc Hà – progress toward e-government",
    version="1",
    description="Figures, indicators, units, documents and filings within the scope of the person who asks.",
    urls_namespace="api",
    # No page of documentation: a resource of that name would collide, and the page would need inline scripts.
    docs_url=None,
    auth=[Bearer(), Session()],
)
problems.install(api)
api.add_router("/v1/", units.router)
api.add_router("/v1/", figures.router)
api.add_router("/v1/", documents.router)
api.add_router("/v1/", filings.router)

app_name = "api"
# The first stands before ninja's own root, which answers in HTML.
urlpatterns = [
    path("", problems.missing, name="api-root"),
    *api.urls[0],
    re_path("", problems.missing, name="missing"),
]
