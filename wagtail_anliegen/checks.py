"""Speaks up at start for every installation that would go wrong later."""

from pathlib import Path

from django.conf import settings
from django.core import checks
from django.utils.module_loading import import_string

from .conf import conf
from .photos.storage import ALIAS


@checks.register()
def check_settings(app_configs, **kwargs):
    """Settings that contradict each other or point nowhere."""
    return [
        *_check_private_root(),
        *_check_dotted("GEOCODER", "wagtail_anliegen.E002"),
        *_check_dotted("ROUTER", "wagtail_anliegen.E003"),
        *_check_tiles(),
        *_check_sqlite(),
    ]


def _check_private_root():
    if ALIAS in settings.STORAGES or not settings.MEDIA_ROOT:
        return
    media, private = Path(settings.MEDIA_ROOT).resolve(), Path(conf.PRIVATE_ROOT).resolve()
    if private == media or media in private.parents:
        yield checks.Error(
            "ANLIEGEN_PRIVATE_ROOT lies inside MEDIA_ROOT, so everybody could fetch the originals.",
            hint="Choose a directory that the web server does not serve.",
            id="wagtail_anliegen.E001",
        )


def _check_dotted(name: str, check_id: str):
    path = getattr(conf, name)
    try:
        import_string(path)
    except ImportError as error:
        yield checks.Error(f"ANLIEGEN_{name} = {path!r} cannot be imported: {error}", id=check_id)


def _check_tiles():
    tiles = conf.TILES
    if tiles is None:
        yield checks.Warning(
            "ANLIEGEN_TILES is not set, so maps are hidden and places are found by address only.",
            hint="See the reference of settings for presets and what each means for privacy.",
            id="wagtail_anliegen.W001",
        )
    elif not isinstance(tiles, dict) or not {"url", "attribution"} <= tiles.keys():
        yield checks.Error(
            "ANLIEGEN_TILES must be a dict with at least 'url' and 'attribution'.",
            id="wagtail_anliegen.E004",
        )


def _check_sqlite():
    for alias, config in settings.DATABASES.items():
        if not config.get("ENGINE", "").endswith("sqlite3"):
            continue
        if config.get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE":
            yield checks.Warning(
                f"The SQLite database {alias!r} does not use transaction_mode IMMEDIATE: "
                "under load, reports would be refused with “database is locked”.",
                hint='OPTIONS = {"transaction_mode": "IMMEDIATE", "timeout": 20, '
                '"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}',
                id="wagtail_anliegen.W002",
            )
