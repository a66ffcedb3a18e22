"""Production: every value that matters is given, or nothing starts."""

from django.core.exceptions import ImproperlyConfigured

from becode.settings.base import *  # noqa: F403
from becode.settings.base import (
    ANYMAIL,
    BASE_URL,
    LOGGING,
    SMS_BACKEND,
    SMS_HOOK_SECRET,
    SMS_URL,
    env,
)

_missing = [
    name
    for name in (
        "DATABASE_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "BASE_URL",
        "DEFAULT_FROM_EMAIL",
    )
    if not env.str(name, default="")
]
if not (env.str("EMAIL_URL", default="") or env.str("EMAIL_BACKEND", default="")):
    _missing.append("EMAIL_URL (or EMAIL_BACKEND with ANYMAIL)")
if SMS_BACKEND.endswith(".HttpBackend"):
    _missing += [name for name in ("SMS_URL", "SMS_TOKEN") if not env.str(name, default="")]
if _missing:
    raise ImproperlyConfigured(f"Production needs these settings: {', '.join(_missing)}.")

SECRET_KEY = env.str("SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; * would answer to any.")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
if env.str("EMAIL_BACKEND", default=""):
    EMAIL_BACKEND = env.str("EMAIL_BACKEND")
else:
    vars().update(env.email("EMAIL_URL"))
if SMS_URL and not SMS_URL.startswith("https://"):
    raise ImproperlyConfigured("SMS_URL must begin with https://, or numbers travel readable.")
if ANYMAIL["WEBHOOK_SECRET"] and ":" not in ANYMAIL["WEBHOOK_SECRET"]:
    raise ImproperlyConfigured("ANYMAIL_WEBHOOK_SECRET must be written as name:password.")
for _name, _secret in (
    ("SMS_HOOK_SECRET", SMS_HOOK_SECRET),
    ("ANYMAIL_WEBHOOK_SECRET", ANYMAIL["WEBHOOK_SECRET"]),
):
    if _secret and len(_secret) < 32:
        raise ImproperlyConfigured(f"{_name} must have at least 32 characters.")
SECOND_FACTOR_DEMANDED_OF = env.list("SECOND_FACTOR_DEMANDED_OF", default=["staff"])
LOGGING = {
    **LOGGING,
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
}
