"""What is refused before a byte of the body is read: too large, of unknown length, or with no room on the disk."""

from django.conf import settings

from common.files.incoming import LimitedUploads, has_room
from common.views import errors

_WRITING = {"POST", "PUT", "PATCH"}


class Uploads:
    """Decides by the view how large a body may be and who receives its files; stands before the CSRF check.

    That check reads the whole body. Only views with `takes_files = True` get files at all, and only from people who are
    logged in: everybody else's are thrown away as they arrive.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            return self.get_response(request)
        finally:
            uploads = getattr(request, "uploads", None)
            if uploads is not None:
                uploads.close()

    def process_view(self, request, view, args, kwargs):
        """None to go on, otherwise the refusal."""
        if request.method not in _WRITING:
            return None
        takes = getattr(getattr(view, "view_class", None), "takes_files", False) and request.user.is_authenticated
        said = request.META.get("CONTENT_LENGTH") or ""
        length = int(said) if said.isascii() and said.isdecimal() else 0  # Django reads nothing of such a body either
        if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
            return errors.length_required(request)
        if length > (settings.UPLOAD_BYTES if takes else settings.BODY_BYTES):
            return errors.too_large(request, settings.UPLOAD_BYTES, is_form=not takes)
        if takes:
            if not has_room(length):
                return errors.no_room(request)
            request.uploads = LimitedUploads(request)
            request.upload_handlers = [request.uploads]
        return None
