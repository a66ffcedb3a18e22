"""Celery: an alarm clock for work whose queue is the database."""

from becode.settings.parts.database import REDIS_URL

# redis-py writes a socket as unix://, kombu as redis+socket://.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_TASK_SERIALIZER = "json"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    # Without these two, asking for work waits 4 to 6 s when the broker is away.
    "max_retries": 0,
    "interval_start": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
# What is urgent, what goes by another gateway, and what takes long and nobody waits for.
CELERY_TASK_ROUTES = {
    "messaging.deliver_due": {"queue": "mail"},
    "portal.answer_link_requests": {"queue": "mail"},
    "messaging.deliver_texts": {"queue": "sms"},
    "reminders.sweep": {"queue": "sweep"},
    "messaging.purge_bodies": {"queue": "exports"},
    "applicants.forget_drafts": {"queue": "exports"},
    "cohorts.forget_absence_proofs": {"queue": "exports"},
    "core.clear_sessions": {"queue": "exports"},
    "files.forget_orphans": {"queue": "exports"},
    "*.export_*": {"queue": "exports"},
}
CELERY_TASK_DEFAULT_QUEUE = "sweep"
