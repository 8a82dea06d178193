from common.models.audit import AuditChange, AuditEvent, AuditHead, AuditSeal
from common.models.batch import Batch
from common.models.calendar import Holiday, SwappedWorkday

__all__ = ["AuditChange", "AuditEvent", "AuditHead", "AuditSeal", "Batch", "Holiday", "SwappedWorkday"]
