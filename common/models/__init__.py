from common.models.audit import AuditChange, AuditEvent, AuditHead, AuditSeal
from common.models.batch import Batch
from common.models.calendar import Holiday, SwappedWorkday
from common.models.form_token import FormToken
from common.models.job import Job, JobState, JobWorker
from common.models.push import Push
from common.models.stored_file import FileKind, StoredFile

__all__ = [
    "AuditChange", "AuditEvent", "AuditHead", "AuditSeal", "Batch", "FileKind", "FormToken", "Holiday", "Job",
    "JobState", "JobWorker", "Push", "StoredFile", "SwappedWorkday",
]  # fmt: skip
