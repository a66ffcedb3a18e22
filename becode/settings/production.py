"""Production: every value that matters is given, or nothing starts."""

from django.core.exceptions import ImproperlyConfigured

from becode.settings.base import *  # noqa: F403
from becode.settings.base import BASE_URL, LOGGING, env

_missing = [
    name
    for name in (
        "DATABASE_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "BASE_URL",
        "EMAIL_URL",
        "DEFAULT_FROM_EMAIL",
    )
    if not env.str(name, default="")
]
if _missing:
    raise ImproperlyConfigured(f"Production needs these settings: {', '.join(_missing)}.")

SECRET_KEY = env.str("SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; * would answer to any.")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
vars().update(env.email("EMAIL_URL"))
SECOND_FACTOR_DEMANDED_OF = env.list("SECOND_FACTOR_DEMANDED_OF", default=["staff"])
LOGGING = {
    **LOGGING,
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
}
