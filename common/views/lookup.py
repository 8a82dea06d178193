"""Suggestions for a LookupField, within the scope of the person who asks."""

from django.http import JsonResponse
from django.views import View

from common.lookups import lookup_text, matching


class LookupView(View):
    """GET `?q=` gives `{"results": [{"text": "Tả Củ Tỷ · xa-ta-cu-ty", "key": "xa-ta-cu-ty"}]}`, at most twenty."""

    model = None
    key = "pk"
    search_field = "search"
    ordering: tuple | list = ("pk",)
    most = 20

    def get_queryset(self):
        """The records that may be suggested."""
        return self.model._default_manager.visible_to(self.request.user)

    def get(self, request, *args, **kwargs):
        """The suggestions."""
        query = request.GET.get("q", "").replace("\x00", "")[:100]
        results = [
            {"text": lookup_text(row, self.key), "key": str(getattr(row, self.key))} for row in self.found(query)
        ]
        return JsonResponse({"results": results})

    def found(self, query: str):
        """At most `most` records that fit what was typed so far."""
        rows = matching(self.get_queryset(), query, key=self.key, search_field=self.search_field)
        return rows.order_by(*self.ordering)[: self.most]
