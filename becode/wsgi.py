"""The web process: granian serves `becode.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "becode.settings.embedded")
application = get_wsgi_application()
