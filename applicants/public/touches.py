"""Which links brought somebody to the form, as their draft keeps them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from applicants.public import guard
from applicants.workflow.touching import TouchAnswers


def touches_in(content: Mapping[str, Any]) -> list[TouchAnswers]:
    """The first and the last link of an opened draft; none in drafts of before they were kept."""
    return [
        TouchAnswers(
            at=datetime.fromisoformat(touch["at"]),
            via=touch.get(guard.VIA, ""),
            source=touch.get(guard.SOURCE, ""),
            medium=touch.get(guard.MEDIUM, ""),
            campaign=touch.get(guard.CAMPAIGN, ""),
        )
        for touch in content.get("touches", [])
    ]
