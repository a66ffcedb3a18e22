"""What the learners of the demo school say about the internship they look for."""

from datetime import datetime

from becode.demo.applying import Story
from placements.models import Proposal
from placements.workflow import agreeing


def learner_agrees(proposal: Proposal, *, story: Story, at: datetime) -> None:
    """The learner says yes too, the same day."""
    agreeing.agree(proposal=proposal, actor=story.me, at=at)
