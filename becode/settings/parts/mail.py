"""How messages leave: e-mail by a Django backend, SMS by a class of our own."""

from typing import Any

from becode.settings.parts.environment import env

EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="BeCode <hello@becode.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# An e-mail service through django-anymail, with what it needs; the secret of its reports is
# "name:password". Without a secret nobody can report anything.
ANYMAIL: dict[str, Any] = {
    "REQUESTS_TIMEOUT": EMAIL_TIMEOUT,
    **env.json("ANYMAIL", default={}),
    "WEBHOOK_SECRET": env.str("ANYMAIL_WEBHOOK_SECRET", default=""),
}
# A gateway that takes JSON over HTTP; without an address texts stay in the message log.
SMS_URL = env.str("SMS_URL", default="")
SMS_TOKEN = env.str("SMS_TOKEN", default="")
SMS_HOOK_SECRET = env.str("SMS_HOOK_SECRET", default="")
SMS_TIMEOUT = 10.0
SMS_BACKEND = env.str(
    "SMS_BACKEND",
    default=f"becode.messages.sms.{'HttpBackend' if SMS_URL else 'LogBackend'}",
)
# Codes and links are printed by the worker in the embedded default only.
PRINT_SECRETS = False
# Longer than one message can take (EMAIL_TIMEOUT bounds its conversation).
MESSAGE_LEASE_SECONDS = 60
# How long the first try of a message waits for the second, and a message for a server that is away.
MESSAGE_RETRY_SECONDS = 30
# How many messages the providers take a minute, from all senders together; 0: no limit.
EMAIL_PER_MINUTE = env.int("EMAIL_PER_MINUTE", default=0)
SMS_PER_MINUTE = env.int("SMS_PER_MINUTE", default=0)
# How long the words of a message are kept after it ended.
MESSAGE_BODY_DAYS = env.int("MESSAGE_BODY_DAYS", default=90)
