"""Addresses, templates, static files, languages and time."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from becode.settings.parts.environment import BASE_URL, DATA_DIR, IS_HTTPS, ROOT, env

ROOT_URLCONF = "becode.urls"
WSGI_APPLICATION = "becode.wsgi.application"
APPEND_SLASH = True

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "becode.core.context.organisation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_SECURE = IS_HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
FORMAT_MODULE_PATH = ["becode.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"
PHONENUMBER_DEFAULT_REGION = "BE"
PHONENUMBER_DB_FORMAT = "E164"

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS = ["becode.files.handlers.BoundedUploadHandler"]

ORGANISATION_NAME = env.str("ORGANISATION_NAME", default="BeCode")
ORGANISATION_EMAIL = env.str("ORGANISATION_EMAIL", default="hello@becode.example")
ORGANISATION_PHONE = env.str("ORGANISATION_PHONE", default="+32 2 000 00 00")
PUBLIC_BASE_URL = BASE_URL
