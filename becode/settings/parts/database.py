"""PostgreSQL, the database cache and Redis: see docs/architecture.md."""

from becode.settings.parts.environment import env

DATABASES = {"default": env.db("DATABASE_URL", default="postgres:///becode")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits live in the default cache, so that nothing fails when Redis is away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
if env.str("CACHE_URL", default=""):
    CACHES["optional"] = env.cache("CACHE_URL")

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
