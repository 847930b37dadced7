"""Media in object storage, and not a word on where private photos lie; must not start."""

from tests.projects.full import *  # noqa: F403


MEDIA_ROOT = ""
ANLIEGEN_PRIVATE_ROOT = None
