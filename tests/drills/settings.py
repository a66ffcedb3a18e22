"""The processes of a drill: the embedded site with short leases, so that a kill costs seconds."""

from becode.schedule import SCHEDULE
from becode.settings.embedded import *  # noqa: F403

PRINT_SECRETS = False
MESSAGE_LEASE_SECONDS = 3
SCHEDULE["deliver what is due"]["schedule"] = 2.0
SCHEDULE["sweep reminders"]["schedule"] = 5.0
