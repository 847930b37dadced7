"""Citizens report, the right department answers: an add-on for Wagtail."""

from importlib.metadata import PackageNotFoundError, version


try:
    __version__ = version("wagtail-anliegen")
except PackageNotFoundError:  # a bare checkout that nobody installed
    __version__ = "0+unknown"
