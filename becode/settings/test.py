"""The tests: production's behaviour on their own servers, without waiting."""

from becode.settings.base import *  # noqa: F403
from becode.settings.base import STORAGES, TEMPLATES

SECRET_KEY = "a-key-for-the-tests-only-" + "x" * 40
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
EMAIL_BACKEND = "becode.messages.mail.MemoryBackend"
SMS_BACKEND = "becode.messages.sms.MemoryBackend"
SECOND_FACTOR_DEMANDED_OF = []
SIGN_IN_ANSWER_SECONDS = 0.0
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # no collected files needed
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""  # tests/house turns undefined names into faults
