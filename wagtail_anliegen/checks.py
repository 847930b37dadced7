"""Speaks up at start for every installation that would go wrong later."""

from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, router
from django.urls import NoReverseMatch, Resolver404, get_script_prefix, resolve, reverse
from django.utils.module_loading import import_string
from wagtail.models import Site

from .categories.models import Category
from .conf import conf
from .photos import detectors
from .photos.leftovers import upload_folder
from .photos.scanners import ScannerUnavailable
from .photos.scanners.eicar import EICAR
from .photos.scanning import ask, make_scanner
from .photos.storage import ALIAS
from .routing.models import Department


_SIGNS_OF_A_PROXY = ("SECURE_PROXY_SSL_HEADER", "USE_X_FORWARDED_HOST", "USE_X_FORWARDED_PORT")
_AT_HOME = ("localhost", "127.0.0.1", "[::1]")


@checks.register()
def check_settings(app_configs, **kwargs):
    """Settings that contradict each other or point nowhere."""
    return [
        *_check_private_root(),
        *_check_dotted("GEOCODER", "wagtail_anliegen.E002"),
        *_check_dotted("ROUTER", "wagtail_anliegen.E003"),
        *_check_detectors(),
        *_check_scanner(),
        *_check_tiles(),
        *_check_time_zones(),
        *_check_proxies(),
        *_check_sqlite(),
    ]


@checks.register(checks.Tags.urls)
def check_addresses(app_configs, **kwargs):
    """Without our addresses a report is taken, and its status page and its mails fail."""
    if not getattr(settings, "ROOT_URLCONF", None) or _answers_for_us():
        return []
    return [
        checks.Error(
            "The addresses of wagtail_anliegen lead nowhere.",
            hint='path("anliegen/", include("wagtail_anliegen.urls")) belongs into '
            "ROOT_URLCONF, before Wagtail's catch-all.",
            id="wagtail_anliegen.E005",
        )
    ]


@checks.register(checks.Tags.database)
def check_central_inboxes(app_configs, databases=None, **kwargs):
    """What no rule knows needs somebody who takes it, or reports are refused."""
    return [
        checks.Warning(
            f"The site {site} has no central inbox, so a report that fits no rule is refused.",
            hint="Run “manage.py setup_anliegen”, or mark a department as central inbox.",
            obj=site,
            id="wagtail_anliegen.W004",
        )
        for site in _sites(databases, without_central_inbox=True)
    ]


@checks.register(checks.Tags.database, deploy=True)
def check_links_in_mails(app_configs, databases=None, **kwargs):
    """Mails lead to the address that the site has in Wagtail, whatever visitors use."""
    return [
        checks.Warning(
            f"Mails link to {site.root_url}: a secret link needs a public hostname and https.",
            hint="Settings → Sites: give the site its public hostname, and port 443 for https.",
            obj=site,
            id="wagtail_anliegen.W005",
        )
        for site in _sites(databases)
        if site.hostname in _AT_HOME or not site.root_url.startswith("https://")
    ]


def _sites(databases, *, without_central_inbox: bool = False) -> list[Site]:
    """Sites that take reports; in a fresh installation that will be the default one."""
    if router.db_for_read(Site) not in (databases or []):
        return []
    used = Site.objects.filter(pk__in=Category.objects.order_by().values("site"))
    central = Department.objects.filter(is_central=True).values("site")
    try:
        sites = used if used.exists() else Site.objects.filter(is_default_site=True)
        return list(sites.exclude(pk__in=central) if without_central_inbox else sites)
    except DatabaseError:  # before the first “migrate”
        return []


def _answers_for_us() -> bool:
    try:
        path = reverse("wagtail_anliegen:report", args=["2026-000001"])
        found = resolve("/" + path.removeprefix(get_script_prefix()))
    except (NoReverseMatch, Resolver404):
        return False
    return "wagtail_anliegen" in found.app_names


def _check_private_root():
    if ALIAS in settings.STORAGES:
        return
    private = conf.PRIVATE_ROOT
    if not private.is_absolute():
        yield checks.Error(
            f"ANLIEGEN_PRIVATE_ROOT ({private}) is not absolute, so photos would lie wherever a "
            "process happens to be started.",
            hint='Write for example BASE_DIR / "private".',
            id="wagtail_anliegen.E007",
        )
    for name in ("MEDIA_ROOT", "STATIC_ROOT"):
        served = getattr(settings, name)
        if served and private.resolve().is_relative_to(Path(served).resolve()):
            yield checks.Error(
                f"ANLIEGEN_PRIVATE_ROOT lies inside {name}: everybody could fetch the originals.",
                hint="Choose a directory that the web server does not serve.",
                id="wagtail_anliegen.E001",
            )


def _check_dotted(name: str, check_id: str):
    path = getattr(conf, name)
    try:
        import_string(path)
    except ImportError as error:
        yield checks.Error(f"ANLIEGEN_{name} = {path!r} cannot be imported: {error}", id=check_id)


def _check_detectors():
    """One that cannot work would leave every photo to people without a word."""
    try:
        configured = detectors.entries()
    except detectors.NotADetector as error:
        yield checks.Error(f"ANLIEGEN_DETECTORS: {error}.", id="wagtail_anliegen.E008")
        return
    for path, options in configured:
        try:
            detector = detectors.make_detector(path, options)
        except (ImportError, ValueError) as error:
            yield checks.Error(f"ANLIEGEN_DETECTORS: {error}", id="wagtail_anliegen.E008")
            continue
        if missing := detectors.missing_modules(detector):
            yield checks.Error(
                f"The detector {path} needs {', '.join(missing)}, which cannot be imported.",
                hint='pip install "wagtail-anliegen[anonymise]", or what your own detector needs.',
                id="wagtail_anliegen.E009",
            )


def _check_scanner():
    """Making it connects nowhere: whether it answers is asked with ``--deploy`` only."""
    try:
        make_scanner()
    except Exception as error:  # noqa: BLE001  whatever a class of the city's own does with its options
        yield checks.Error(
            f"ANLIEGEN_SCANNER = {conf.SCANNER!r} cannot be used: {type(error).__name__}: {error}",
            hint='Write {"path": "wagtail_anliegen.photos.scanners.clamd.Clamd", '
            '"options": {"address": "127.0.0.1:3310"}}, or None for no virus scanner.',
            id="wagtail_anliegen.E011",
        )


@checks.register(deploy=True)
def check_scanner_answers(app_configs, **kwargs):
    """Not at every start: a scanner that is restarted must not keep the website down."""
    if not conf.SCANNER or list(_check_scanner()):
        return []
    try:
        found = ask(EICAR)
    except ScannerUnavailable as error:
        said = f"does not answer: {error}"
    else:
        if found:
            return []
        said = "takes EICAR's test file for clean"
    return [
        checks.Warning(
            f"The virus scanner {said}",
            hint="Files are taken meanwhile, but stay in the house until it has seen them.",
            id="wagtail_anliegen.W011",
        )
    ]


@checks.register(deploy=True)
def check_upload_folder(app_configs, **kwargs):
    """Uploads of more than 2.5 MB are files for a while, with everything a camera writes in."""
    if upload_folder():
        return []
    return [
        checks.Warning(
            "FILE_UPLOAD_TEMP_DIR does not lie below ANLIEGEN_PRIVATE_ROOT: of an upload during "
            "which a web worker is killed, the file stays in the folder for temporary files.",
            hint='Make a directory such as BASE_DIR / "private" / "incoming" and name it in '
            "FILE_UPLOAD_TEMP_DIR: anliegen_sweep removes there what is left over.",
            id="wagtail_anliegen.W012",
        )
    ]


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


def _check_time_zones():
    if not settings.USE_TZ:
        yield checks.Error(
            "USE_TZ is False, so no report could be taken: dates are kept with their time zone.",
            hint="Set USE_TZ = True, Django's default.",
            id="wagtail_anliegen.E006",
        )


def _check_proxies():
    told = hasattr(settings, "ANLIEGEN_TRUSTED_PROXIES")
    if not told and any(getattr(settings, name) for name in _SIGNS_OF_A_PROXY):
        yield checks.Warning(
            "There seems to be a proxy in front, and ANLIEGEN_TRUSTED_PROXIES is not set: "
            "visitors cannot be told apart, so none is ever asked to wait.",
            hint="How many of yours write X-Forwarded-For? 0 if REMOTE_ADDR is the visitor's.",
            id="wagtail_anliegen.W003",
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
