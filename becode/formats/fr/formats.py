from becode.formats.belgium import *  # noqa: F403
