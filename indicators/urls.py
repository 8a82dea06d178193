"""Routes of this floor; who may reach them stands in bacha/policy/indicators.py."""

from common.views import register_urls
from indicators.views import DeclaredList

app_name = "indicators"

urlpatterns = register_urls("monthly-values", name="declared", list=DeclaredList)
