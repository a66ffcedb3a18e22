"""The words of the reasons that the timeline shows."""

from applicants.enums import ClosingReason, DeclineReason, RejectionReason, WithdrawalReason
from becode.backoffice.timeline import explain_reasons

explain_reasons(RejectionReason, WithdrawalReason, DeclineReason, ClosingReason)
