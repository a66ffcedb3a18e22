"""How messages leave: e-mail by a Django backend, SMS by a class of our own."""

from becode.settings.parts.environment import env

EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="BeCode <hello@becode.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SMS_BACKEND = env.str("SMS_BACKEND", default="becode.messages.sms.LogBackend")
# Codes and links are printed by the worker in the embedded default only.
PRINT_SECRETS = False
# Longer than one message can take (EMAIL_TIMEOUT bounds its conversation).
MESSAGE_LEASE_SECONDS = 60
# How many messages the providers take a minute, from all senders together; 0: no limit.
EMAIL_PER_MINUTE = env.int("EMAIL_PER_MINUTE", default=0)
SMS_PER_MINUTE = env.int("SMS_PER_MINUTE", default=0)
# How long the words of a message are kept after it ended.
MESSAGE_BODY_DAYS = env.int("MESSAGE_BODY_DAYS", default=90)
