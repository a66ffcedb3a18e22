"""What every environment shares, one concern a file."""

from becode.settings.parts.apps import *  # noqa: F403
from becode.settings.parts.database import *  # noqa: F403
from becode.settings.parts.environment import BASE_URL, DATA_DIR, ROOT, env  # noqa: F401
from becode.settings.parts.logging import *  # noqa: F403
from becode.settings.parts.mail import *  # noqa: F403
from becode.settings.parts.security import *  # noqa: F403
from becode.settings.parts.sign_in import *  # noqa: F403
from becode.settings.parts.staff_theme import *  # noqa: F403
from becode.settings.parts.web import *  # noqa: F403
from becode.settings.parts.work import *  # noqa: F403

BASE_URL = BASE_URL
DATA_DIR = DATA_DIR
DEBUG = False
