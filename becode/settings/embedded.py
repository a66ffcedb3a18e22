"""A laptop or a trial: embedded servers, mail in the message log, codes on the console."""

from becode.settings.base import *  # noqa: F403
from becode.settings.base import BASE_URL, DATA_DIR, env
from becode.settings.parts.secrets import secret_key

SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key(DATA_DIR)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DEBUG = env.bool("BECODE_DEV", default=False)

if env.str("EMAIL_BACKEND", default=""):
    EMAIL_BACKEND = env.str("EMAIL_BACKEND")
elif env.str("EMAIL_URL", default=""):
    _email = env.email("EMAIL_URL")
    vars().update(_email)
else:
    EMAIL_BACKEND = "becode.messages.mail.LogBackend"
PRINT_SECRETS = True
CELERY_WORKER_REDIRECT_STDOUTS = False  # codes and links are printed, not logged
# A trial has no second device at hand; production asks for it (settings/production.py).
SECOND_FACTOR_DEMANDED_OF = env.list("SECOND_FACTOR_DEMANDED_OF", default=[])
DEMO_PASSWORDS = True
AUTHENTICATION_BACKENDS = [
    "becode.accounts.backends.AccountBackend",
    "becode.accounts.backends.DemoPasswordBackend",
]
