"""Evidence: photos, of which the public sees only what a person released."""

import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_anliegen.reports.models import Report

from .redaction import Region
from .scanning import CLEARED, Scanned
from .storage import photo_path, private_storage


#: The files that are made from the original.
VIEWS = ("display", "thumbnail")


class Photo(Scanned):
    """A re-encoded picture in private storage; ``report`` is empty while the report is a draft.

    ``original`` is as it arrived and never leaves the house. ``display`` and ``thumbnail`` are
    made from it with everything covered that nobody outside shall recognise (``regions``), and are
    all that is ever shown to others.
    """

    class Kind(models.TextChoices):
        BEFORE = "before", _("sent in")
        AFTER = "after", _("after the work")

    report = models.ForeignKey(
        Report, models.CASCADE, null=True, blank=True, related_name="photos", editable=False
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: Empty once it was erased: then what is shown can no longer be changed.
    original = models.FileField(
        _("original"), storage=private_storage, upload_to=photo_path, max_length=200, blank=True
    )
    display = models.FileField(
        _("large view"), storage=private_storage, upload_to=photo_path, max_length=200
    )
    thumbnail = models.FileField(
        _("small view"), storage=private_storage, upload_to=photo_path, max_length=200
    )
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    sha256 = models.CharField(max_length=64, editable=False)
    #: Of the original, in bytes.
    size = models.PositiveIntegerField(_("size in bytes"), default=0, editable=False)
    regions = models.JSONField(_("covered"), default=list, blank=True, editable=False)
    #: Quarter turns, clockwise, from the original to what is shown.
    turned = models.PositiveSmallIntegerField(_("turned"), default=0, editable=False)
    kind = models.CharField(
        _("kind"), max_length=8, choices=Kind.choices, default=Kind.BEFORE, editable=False
    )
    from_outside = models.BooleanField(_("from somebody outside"), default=False, editable=False)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(released_at=None) | models.Q(scan__in=CLEARED),
                name="anliegen_photo_released_is_cleared",
            )
        ]

    def __str__(self):
        return f"{self.uuid}"

    @property
    def is_after(self) -> bool:
        """Whether staff took it to show the result."""
        return self.kind == self.Kind.AFTER

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

    @property
    def boxes(self) -> list[Region]:
        """What is covered, measured in the picture as it is shown."""
        return [Region.of(values) for values in self.regions]

    @property
    def stamp(self) -> str:
        """Changes with the pictures: whoever saves shows what they have seen."""
        return hashlib.sha256(self.display.name.encode()).hexdigest()[:16]

    def get_url(self, size: str = "display") -> str:
        """Address of the view that decides, at each request, who may see the photo."""
        return reverse("wagtail_anliegen:photo", args=[self.uuid, size])

    def delete_files(self) -> None:
        """Remove the files from storage."""
        self.original.delete(save=False)
        self.delete_views()

    def delete_views(self) -> None:
        """Remove what was made from the original."""
        for name in VIEWS:
            getattr(self, name).delete(save=False)


class Doubt(models.TextChoices):
    """Why a person should look more closely than usual."""

    PLACE = "place", _("something may be a face or a number plate and is not covered")
    SCORE = "score", _("the program was not sure of a place that it covered")
    LEFT = "left", _("places were found that are not covered: somebody had worked on the photo")
    MUCH = "much", _("more than a quarter of the picture is covered")
    MANY = "many", _("there were so many places that some were covered together")
    DARK = "dark", _("the photo is very dark")
    SMALL = "small", _("the photo is very small")


class Detection(models.Model):
    """Has programs look for faces and number plates in a photo that came to a report.

    Written in the same transaction as the report, so that no photo is forgotten; a worker leases
    it. Without any detector in the settings there is none.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("not checked yet")
        CLEAN = "clean", _("nothing found")
        COVERED = "covered", _("covered automatically")
        UNSURE = "unsure", _("unsure")
        FAILED = "failed", _("check failed")

    photo = models.OneToOneField(Photo, models.CASCADE, related_name="detection")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    #: Name and version of each that looked.
    detectors = models.JSONField(_("checked by"), default=list, blank=True)
    #: What they found, as regions of the original before anybody turned it.
    found = models.JSONField(_("found"), default=list, blank=True)
    #: How many boxes the program drew itself.
    covered = models.PositiveSmallIntegerField(_("covered automatically"), default=0)
    doubts = models.JSONField(_("doubts"), default=list, blank=True)
    error = models.CharField(_("last error"), max_length=255, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("automatic check of a photo")
        verbose_name_plural = _("automatic checks of photos")
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state="waiting"),
                name="anliegen_detection_due",
            )
        ]

    def __str__(self):
        return f"{self.photo_id}: {self.state}"

    @property
    def reasons(self) -> list[str]:
        """Why a person should look closely, in words; what a newer version wrote is left out."""
        words = dict(Doubt.choices)
        return [words[doubt] for doubt in self.doubts if doubt in words]

    @property
    def checked_by(self) -> str:
        """Names and versions of the detectors, for people."""
        return ", ".join(f"{each['name']} {each['version']}".strip() for each in self.detectors)
