"""Addresses of imports."""

from django.urls import path

from common.views import register_urls
from imports import views

app_name = "imports"

urlpatterns = [
    path("imports/templates/<slug:key>/", views.Template.as_view(), name="template"),
    *register_urls(
        "imports",
        name="import",
        list=views.ImportList,
        create=views.ImportCreate,
        detail=views.ImportDetail,
        map=views.ImportMap,
        publish=views.ImportPublish,
        undo=views.ImportUndo,
        drop=views.ImportDrop,
        refused=views.ImportRefused,
    ),
]
