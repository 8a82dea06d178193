from common.models.audit import AuditChange, AuditEvent, AuditHead, AuditSeal
from common.models.batch import Batch
from common.models.calendar import Holiday, SwappedWorkday
from common.models.form_token import FormToken
from common.models.job import Job, JobState, JobWorker

__all__ = [
    "AuditChange", "AuditEvent", "AuditHead", "AuditSeal", "Batch", "FormToken", "Holiday", "Job", "JobState",
    "JobWorker", "SwappedWorkday",
]  # fmt: skip
