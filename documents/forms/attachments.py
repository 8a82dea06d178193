"""Choosing files."""

from django import forms as django_forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import display, forms
from common.files import kinds, names


class FilesInput(django_forms.FileInput):
    """The browser's own choice of files; what it offers first are the kinds that are taken."""

    def __init__(self, *, multiple: bool = True):
        self.allow_multiple_selected = multiple
        endings = [ending for known in names.ENDINGS.values() for ending in known]
        attrs = {"accept": ",".join([*endings, *kinds.MIME.values()]), "data-files": True}
        super().__init__({**attrs, "multiple": True} if multiple else attrs)

    def value_from_datadict(self, data, files, name):
        """All files of the field."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(django_forms.Field):
    """One or several files. `problems`: what was refused while the files arrived, ready to be shown."""

    default_error_messages = {"required": gettext_lazy("Choose at least one file.")}

    def __init__(self, *, multiple: bool = True, **kwargs):
        self.multiple, self.problems = multiple, []
        super().__init__(widget=FilesInput(multiple=multiple), **kwargs)

    def clean(self, value):
        """The files as a list."""
        if self.problems:
            raise forms.ValidationError(self.problems)
        value = super().clean(value)
        if not self.multiple and len(value) > 1:
            raise forms.ValidationError(_("Choose one file only."))
        return value


class FilesForm(forms.Form):
    """Files for an entry; `uploads` is what received them."""

    multiple = True

    def __init__(self, *args, uploads=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"] = FilesField(
            multiple=self.multiple,
            label=_("Files") if self.multiple else _("New version"),
            help_text=self.help_text(),
        )
        self.fields["files"].problems = uploads.problems if uploads is not None else []
        self.order_fields(["files", "reason"])

    def help_text(self) -> str:
        """What is taken and how much of it."""
        kinds_taken = _("PDF, Word, Excel, PowerPoint, OpenDocument or a picture, without password and macros.")
        words = {"file": display.size(settings.FILE_BYTES), "all": display.size(settings.UPLOAD_BYTES)}
        limits = _("At most %(file)s each, %(all)s together.") if self.multiple else _("At most %(file)s.")
        return f"{kinds_taken} {limits % words}"


class NewVersionForm(FilesForm):
    """One file, which takes the place of another."""

    multiple = False


class WithdrawForm(forms.Form):
    """Only the reason."""
