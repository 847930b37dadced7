"""What a deployer decides: one typed, documented property per setting, read when it is used."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class AnliegenConf:
    """Reads ``ANLIEGEN_*`` from Django's settings; an editor's choices: ``editor_settings``."""

    def _setting(self, name: str, default: Any) -> Any:
        return getattr(settings, f"ANLIEGEN_{name}", default)

    @property
    def TILES(self) -> dict[str, Any] | None:
        """Background map: ``{"url", "attribution", "min_zoom", "max_zoom"}``, or None for no map.

        ``url`` is an XYZ template such as ``/tiles/{z}/{x}/{y}.png``. There is no default: a
        foreign server would learn where your citizens are.
        """
        return self._setting("TILES", None)

    @property
    def GEOCODER(self) -> str:
        """Dotted path of the class that turns words into places (``geo.geocoders.Geocoder``)."""
        return self._setting(
            "GEOCODER", "wagtail_anliegen.geo.geocoders.gazetteer.GazetteerGeocoder"
        )

    @property
    def ROUTER(self) -> str:
        """Dotted path of the callable that finds the department for a report."""
        return self._setting("ROUTER", "wagtail_anliegen.routing.rules.responsible_department")

    @property
    def PRIVATE_ROOT(self) -> Path:
        """Directory of the photos that nobody may fetch by address; outside of MEDIA_ROOT.

        Beside MEDIA_ROOT unless it is set. Ignored when ``STORAGES`` has an entry
        ``anliegen_private``.
        """
        if private := self._setting("PRIVATE_ROOT", None):
            return Path(private)
        if not settings.MEDIA_ROOT:
            raise ImproperlyConfigured(
                "Without MEDIA_ROOT nobody knows where photos may lie: set ANLIEGEN_PRIVATE_ROOT "
                "to an absolute path, or STORAGES['anliegen_private']."
            )
        return Path(settings.MEDIA_ROOT).parent / "anliegen_private"

    @property
    def MAX_PHOTO_BYTES(self) -> int:
        """Largest photo that is accepted, in bytes."""
        return self._setting("MAX_PHOTO_BYTES", 20 * 1024 * 1024)

    @property
    def MAX_PHOTO_PIXELS(self) -> int:
        """Largest photo that is decoded, in pixels."""
        return self._setting("MAX_PHOTO_PIXELS", 50_000_000)

    @property
    def DETECTORS(self) -> list[str | dict[str, Any]]:
        """What looks for faces and number plates in photos, as dotted paths.

        Or ``{"path": …, "options": {…}}`` for one with options. Empty: only people look.
        """
        return self._setting("DETECTORS", [])

    @property
    def PDF_FONT(self) -> Path | None:
        """TrueType font for cases as PDF, for letters that the one shipped with us lacks.

        None takes Bitstream Vera, which has the letters of the languages of western Europe.
        """
        own = self._setting("PDF_FONT", None)
        return Path(own) if own else None

    @property
    def NOTE_MINUTES(self) -> int:
        """How long the author of an internal note may correct its wording, in minutes."""
        return self._setting("NOTE_MINUTES", 15)

    @property
    def MAX_ATTACHMENT_BYTES(self) -> int:
        """Largest file that can be attached to an internal note, in bytes."""
        return self._setting("MAX_ATTACHMENT_BYTES", 20 * 1024 * 1024)

    @property
    def MAX_ATTACHMENTS(self) -> int:
        """How many files the notes of one report may have together."""
        return self._setting("MAX_ATTACHMENTS", 100)

    @property
    def MAX_REPORT_BYTES(self) -> int:
        """How much is kept of one report: originals of photos and attachments, in bytes."""
        return self._setting("MAX_REPORT_BYTES", 200 * 1024 * 1024)

    @property
    def UPLOADS_PER_DAY(self) -> int:
        """How many photos one network address may upload in a day before it is asked to wait."""
        return self._setting("UPLOADS_PER_DAY", 600)

    @property
    def SCANNER(self) -> dict[str, Any] | None:
        """Virus scanner: ``{"path": dotted path of the class, "options": {…}}``, or None.

        It looks at every photo and attachment as it arrives. While it does not answer, files are
        taken but stay in the house until it did (``anliegen_sweep``, ``anliegen_scan``).
        """
        return self._setting("SCANNER", None)

    @property
    def REPORTS_PER_HOUR(self) -> int:
        """How many reports one network address may send in an hour before it is asked to wait."""
        return self._setting("REPORTS_PER_HOUR", 30)

    @property
    def TRUSTED_PROXIES(self) -> int:
        """How many proxies of your own stand in front and write ``X-Forwarded-For``.

        0 takes the address that the web server names (``REMOTE_ADDR``).
        """
        return self._setting("TRUSTED_PROXIES", 0)

    @property
    def MIN_SECONDS(self) -> int:
        """Whoever sends sooner than this after the first step is asked to send once more."""
        return self._setting("MIN_SECONDS", 4)

    @property
    def NUDGE(self) -> bool:
        """Whether mail, rules and photos have their turn after a commit; cron works without it."""
        return self._setting("NUDGE", True)

    @property
    def HANDBOOK_URL(self) -> str:
        """Where the chapters of the handbook are read; empty: no entry in the menu “Help”."""
        return self._setting(
            "HANDBOOK_URL", "https://wagtail-anliegen.readthedocs.io/latest/editor-guide/"
        )


conf = AnliegenConf()
