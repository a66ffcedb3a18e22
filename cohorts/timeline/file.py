"""The words of the reasons that the timeline shows."""

from becode.backoffice.timeline import explain_reasons
from cohorts.enums import DecidedBy, FileKind

explain_reasons(DecidedBy, FileKind)
