"""People outside the city who work on one report by a secret link, without an account."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .groups import case_of, read_at
from .incoming import Incoming
from .models import Report
from .secrets import EXTERNAL_LINK, hash_of, new_seed, token_for


#: How many days a link lasts, unless staff say otherwise, and at most.
USUAL_DAYS, MOST_DAYS = 14, 90


class ExternalLinkQuerySet(models.QuerySet):
    def alive(self):
        """Links that lead somewhere: neither ended nor withdrawn.

        What has become confidential since is closed to those who were asked before.
        """
        lasting = self.filter(revoked_at=None, expires_at__gt=timezone.now())
        return lasting.filter(models.Q(report__confidential=False) | models.Q(is_confidential=True))

    def at_case(self, report: Report):
        """Those of this report and of the ones that follow it, as ``groups.case_of`` has it."""
        return self.filter(read_at(report))


class ExternalLink(models.Model):
    """What one firm or office is asked about one report, and how much of it they may see.

    ``text`` and ``address`` are what staff looked at before it was sent: the report's own words
    never get there by themselves. The secret is derived from ``seed``; asking again takes a new
    one, and the old link leads nowhere.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="external_links")
    name = models.CharField(_("firm or office"), max_length=120)
    email = models.EmailField(_("e-mail"))
    message = models.TextField(_("what is asked"))
    text = models.TextField(_("what it is about"))
    address = models.CharField(_("place"), max_length=255, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    #: Keys of the photos that staff looked at and chose to show, besides those that are public.
    photo_keys = models.JSONField(default=list, blank=True, editable=False)
    with_contact = models.BooleanField(_("with contact data"), default=False)
    #: Whether the report was confidential when staff decided to pass it on.
    is_confidential = models.BooleanField(_("confidential"), default=False)
    seed = models.CharField(max_length=40, default=new_seed, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now)
    #: When it was last sent; what was said before does not answer it.
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("until"))
    opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ExternalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link for somebody outside")
        verbose_name_plural = _("links for people outside")
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return f"#{self.report_id} #{self.pk}"

    def save(self, *args, **kwargs):
        if not self.token_hash:
            self.token_hash = hash_of(token_for(self.seed, purpose=EXTERNAL_LINK))
        super().save(*args, **kwargs)

    def change_secret(self) -> None:
        """Take a new secret; the old link leads nowhere once this is saved."""
        self.seed, self.token_hash = new_seed(), ""

    @property
    def token(self) -> str:
        """The secret of the link; whoever holds it reads and writes what this party may."""
        return token_for(self.seed, self.token_hash, purpose=EXTERNAL_LINK)

    @property
    def path(self) -> str:
        return reverse("wagtail_anliegen:external", args=[self.token])

    @property
    def url(self) -> str:
        return f"{self.report.site.root_url}{self.path}"

    @property
    def is_alive(self) -> bool:
        """Says of one link what ``alive`` says of many."""
        lasts = self.revoked_at is None and self.expires_at > timezone.now()
        return lasts and self.can_be_renewed

    @property
    def is_open(self) -> bool:
        """Whether something can still be said: a merged report's matter goes on at the leading."""
        return self.is_alive and case_of(self.report).is_open

    @property
    def can_be_renewed(self) -> bool:
        """Not what has become confidential since: that has to be decided anew."""
        return self.is_confidential or not self.report.confidential

    @property
    def confides(self) -> bool:
        """Whether more than everybody may know is shown: not to those who declined."""
        return self.decision != ExternalMessage.Kind.DECLINED

    @property
    def contact(self):
        """The reporting person, where staff chose to show who it is; or None."""
        shown = self.with_contact and self.confides
        return getattr(self.report, "reporter", None) if shown else None

    @property
    def decision(self) -> str:
        """What was said last about the request as it stands, other than a message; or nothing."""
        if self.pk is None:
            return ""
        said = [
            row.kind
            for row in self.messages.all()
            if row.kind != ExternalMessage.Kind.MESSAGE and row.created_at >= self.sent_at
        ]
        return said[-1] if said else ""


class ExternalMessage(Incoming):
    """What somebody outside said by their link; only staff read it."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("takes it on")
        DECLINED = "declined", _("declines")
        MESSAGE = "message", _("message")
        DONE = "done", _("says that it is done")

    path_to_report = "link__report"

    link = models.ForeignKey(ExternalLink, models.CASCADE, related_name="messages")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)

    class Meta(Incoming.Meta):
        verbose_name = _("message from outside")
        verbose_name_plural = _("messages from outside")
        indexes = [
            models.Index(
                fields=["link"], name="anliegen_unseen_outside", condition=models.Q(seen_at=None)
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} #{self.link_id}"
