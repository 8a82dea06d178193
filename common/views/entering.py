"""Pages on which a lot is typed: the script sends the form without leaving the page, so that nothing is lost."""

from django.http import JsonResponse
from django.utils.functional import cached_property


class EntryPage:
    """A FormPage that static/js/entry.js may send; its template extends generic/entry.html."""

    def post(self, request, *args, **kwargs):
        """For the script, which keeps what was typed when the line breaks: where to go, instead of going there."""
        answer = super().post(request, *args, **kwargs)
        if answer.status_code == 302 and request.headers.get("Accept") == "application/json":
            return JsonResponse({"url": answer["Location"]})
        return answer


class EnterNext:
    """A RegisterCreate with a second button: save and enter the next one, where `?after=` names the one just made."""

    def earlier(self):
        """Among which records the one just made is."""
        return self.get_queryset()

    @cached_property
    def before(self):
        """The record just made, whose values are kept as far as they are likely to be the same; None without one."""
        named = self.request.GET.get("after", "")
        if not (named.isascii() and named.isdigit() and len(named) < 19):
            return None
        made = self.earlier().filter(pk=int(named)).first()
        return made if made is not None and self.can_write(self.request.user, made) else None

    def wants_next(self) -> bool:
        """Whether another one is to be typed."""
        return bool(self.request.POST.get("next"))

    def get_success_url(self, result) -> str:
        """The record, or the form for the next one."""
        if self.wants_next():
            return f"{self.request.path}?after={result.pk}"
        return super().get_success_url(result)
