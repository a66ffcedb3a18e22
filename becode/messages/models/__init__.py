"""The outbox and what steers it. See docs/messages.md."""

from becode.messages.models.message import Message
from becode.messages.models.running import Bounce, Heartbeat, OrdinaryDay, Outlet
from becode.messages.models.steering import Pause, TextVersion, Unwanted

__all__ = [
    "Bounce",
    "Heartbeat",
    "Message",
    "OrdinaryDay",
    "Outlet",
    "Pause",
    "TextVersion",
    "Unwanted",
]
