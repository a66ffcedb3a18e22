"""A mail server that misbehaves, in seconds instead of minutes; in proportion as in production."""

from tests.drills.settings import *  # noqa: F403

EMAIL_TIMEOUT = 2
MESSAGE_LEASE_SECONDS = 12
MESSAGE_RETRY_SECONDS = 1
