"""Routes of the dashboards."""

from django.urls import path

from dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.Overview.as_view(), name="overview"),
    path("units/<slug:slug>/", views.UnitPage.as_view(), name="unit"),
    path("units/<slug:slug>/charts/<slug:key>.json", views.chart_json, name="chart-json"),
    path("units/<slug:slug>/charts/<slug:key>.csv", views.chart_file, {"kind": "csv"}, name="chart-csv"),
    path("units/<slug:slug>/charts/<slug:key>.xlsx", views.chart_file, {"kind": "xlsx"}, name="chart-xlsx"),
    path("indicators/<slug:key>/", views.IndicatorPage.as_view(), name="indicator"),
    path("procedures/without-filings/", views.WithoutFilingsPage.as_view(), name="without-filings"),
    path("filings/units/", views.UnitFilings.as_view(), name="filings"),
    path("filings/units/<slug:slug>/", views.UnitFilings.as_view(), name="filings-unit"),
    path("filings/channels/", views.Channels.as_view(), name="channels"),
    path("documents/handling/units/", views.HandlingByUnit.as_view(), name="handling"),
    path("audit/", views.Audit.as_view(), name="audit"),
    path("audit/<int:pk>/", views.AuditEventPage.as_view(), name="audit-event"),
    path("styleguide/", views.StyleGuide.as_view(), name="styleguide"),
    path("healthz", views.healthz, name="healthz"),
]
