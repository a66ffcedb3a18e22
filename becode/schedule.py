"""Every periodic job, in one place. Each is harmless when it runs twice."""

from typing import Any

SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep reminders": {"task": "reminders.sweep", "schedule": 60.0},
    "deliver what is due": {"task": "messaging.deliver_due", "schedule": 15.0},
}
