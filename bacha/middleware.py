"""The gate before every view: the policy table decides who comes as far as the view (design.md 11)."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse

from bacha.policy import route_for
from bacha.policy.route import LOGIN, MEMBER, PUBLIC, STAFF
from communes.scope import scope_of


class PolicyGate:
    """Refuses every view whose route is not listed, and everybody whom the table does not let through."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """None to go on, otherwise the answer: the login page, 403, or 404 for a route that nobody listed."""
        route = route_for(request.resolver_match.view_name)
        if route is None:
            raise Http404
        if route.who == PUBLIC or request.path.startswith("/api/"):
            return None  # the API reads tokens too and asks the same scope itself
        user = request.user
        if not user.is_authenticated:
            if request.headers.get("Accept", "").startswith("application/json"):
                return JsonResponse({"detail": "login required"}, status=401)
            return redirect_to_login(request.get_full_path())
        if not _lets_through(route.who, user):
            raise PermissionDenied
        return None


def _lets_through(who: str, user) -> bool:
    if who == LOGIN:
        return True
    if who == STAFF:
        return user.is_staff
    scope = scope_of(user)
    return scope.is_member if who == MEMBER else any(scope.may(capability) for capability in who.split(" or "))
