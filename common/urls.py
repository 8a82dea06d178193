"""Addresses of background work."""

from common.views import jobs, register_urls

app_name = "jobs"

urlpatterns = register_urls(
    "jobs", name="job", list=jobs.JobList, detail=jobs.JobDetail, file=jobs.JobFile, cancel=jobs.JobCancel
)
