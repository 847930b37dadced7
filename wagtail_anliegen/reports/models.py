"""The case: what is known of a report, and what happened to it."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin, Site, WorkflowMixin

from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.geo.models import District
from wagtail_anliegen.routing.models import Department
from wagtail_anliegen.signals import report_published

from .audience import Audience
from .deadlines import nearest_day
from .guard import Guarded
from .indexes import INDEXES
from .priority import Priority
from .public_place import PubliclyPlaced
from .querysets import ReportQuerySet
from .search import Findable, WordsOfReport
from .secrets import hash_of, new_seed, token_for
from .states import OPEN, Look, RejectionReason, Status
from .wording import look_of


class Report(
    Findable, Guarded, PubliclyPlaced, WorkflowMixin, DraftStateMixin, RevisionMixin, models.Model
):
    """One submission.

    May it be seen is Wagtail's ``live`` together with ``publishable``; how far it is, is
    ``status``. A revision holds the editorial text only: see ``with_content_json``.
    """

    class Channel(models.TextChoices):
        WEB = "web", _("website")
        PHONE = "phone", _("telephone")
        EMAIL = "email", _("e-mail")
        LETTER = "letter", _("letter")
        COUNTER = "counter", _("counter")
        MOBILE = "mobile", _("mobile citizens' office")
        API = "api", _("other program")

    #: What an editor edits and a revision keeps; everything else belongs to the case.
    editorial_fields = ("public_text",)

    site = models.ForeignKey(
        Site,
        models.PROTECT,
        verbose_name=_("site"),
        related_name="+",
        db_index=False,  # several indexes of this table begin with it
    )
    reference = models.CharField(_("reference"), max_length=20)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    link_seed = models.CharField(max_length=40, default=new_seed, editable=False)
    link_hash = models.CharField(max_length=64, unique=True, editable=False)

    category = models.ForeignKey(
        Category, models.PROTECT, verbose_name=_("category"), related_name="reports"
    )
    description = models.TextField(_("what the citizen wrote"), blank=True)
    public_text = models.TextField(
        _("public text"), blank=True, help_text=_("Without names, telephone or plate numbers.")
    )
    answers = models.JSONField(_("answers"), default=list, blank=True)

    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    cell = models.BigIntegerField(null=True, blank=True, editable=False)
    address = models.CharField(_("address"), max_length=255, blank=True)
    location_note = models.CharField(_("note on the place"), max_length=500, blank=True)
    district = models.ForeignKey(
        District,
        models.SET_NULL,
        verbose_name=_("district"),
        null=True,
        blank=True,
        related_name="+",
    )

    department = models.ForeignKey(
        Department,
        models.PROTECT,
        verbose_name=_("department"),
        related_name="reports",
        db_index=False,  # ``anliegen_all_of_department`` begins with it
    )
    routing_reason = models.JSONField(default=dict, blank=True, editable=False)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("handled by"),
        null=True,
        blank=True,
        related_name="+",
    )

    status = models.CharField(
        _("status"), max_length=24, choices=Status.choices, default=Status.RECEIVED
    )
    status_changed_at = models.DateTimeField(_("status since"))
    #: How urgent it is to the city; nobody outside is told.
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority.choices, default=Priority.NORMAL
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    #: What some states need, see ``states.Need``; citizens read the first two.
    expected_on = models.DateField(_("expected day"), null=True, blank=True)
    forwarded_to = models.CharField(_("passed on to"), max_length=120, blank=True)
    rejection_reason = models.CharField(
        _("reason for rejecting"), max_length=20, choices=RejectionReason.choices, blank=True
    )
    #: The day a first answer is promised for; empty once the city has answered.
    due_on = models.DateField(_("answer promised for"), null=True, blank=True)
    #: The day the city wants to be done by; nobody outside is told.
    resolve_by = models.DateField(_("to be done by"), null=True, blank=True)
    #: Since when no time passes, because the city waits or has nothing left to do.
    paused_on = models.DateField(null=True, blank=True, editable=False)
    deadline_reason = models.JSONField(default=dict, blank=True, editable=False)
    #: The nearest of both days; none while the city waits for the reporting person.
    next_due_on = models.GeneratedField(
        expression=nearest_day(),
        output_field=models.DateField(null=True),
        db_persist=True,
        verbose_name=_("due"),
    )
    leading_report = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name=_("leading report"),
        null=True,
        blank=True,
        related_name="merged_reports",
        db_index=False,  # nearly all are empty: ``anliegen_merged`` leaves those out
    )

    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.WEB
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        related_name="+",
    )
    language = models.CharField(_("language"), max_length=12)
    publishable = models.BooleanField(_("may become public"), default=True, editable=False)
    confidential = models.BooleanField(_("confidential"), default=False, editable=False)
    live = models.BooleanField(_("released"), default=False, editable=False)
    is_test = models.BooleanField(_("test"), default=False, editable=False)
    #: Since when its data is only kept and not used (Art. 18 GDPR): nobody outside sees it.
    restricted_at = models.DateTimeField(_("restricted"), null=True, blank=True, editable=False)
    #: When everything personal of it was erased; figures are all that is left.
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("received"))
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at", "-pk"]
        # Nobody is given “add”, “change” or “delete”: Wagtail's stock views, which do not know
        # whose report it is, open for those and for nothing else.
        default_permissions = ["view"]
        permissions = [
            ("handle_report", _("Can work on reports")),
            ("publish_report", _("Can release reports")),
            ("enter_report", _("Can enter reports for others")),
            ("view_confidential_report", _("Can view confidential reports")),
        ]
        constraints = [
            # The reference first: a number said on the telephone is looked for in all sites.
            models.UniqueConstraint(fields=["reference", "site"], name="anliegen_reference"),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="anliegen_position_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(leading_report__isnull=True)
                | models.Q(status=Status.DUPLICATE) & ~models.Q(leading_report=models.F("id")),
                name="anliegen_merged_is_duplicate",
            ),
        ]
        indexes = INDEXES

    def __str__(self):
        # Becomes mail subjects and audit labels: never the citizen's words.
        return f"{self.reference} {self.category}" if self.category_id else self.reference

    def save(self, *args, **kwargs):
        if not self.link_hash:
            self.link_hash = hash_of(token_for(self.link_seed))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("wagtail_anliegen:report", args=[self.reference])

    def publish(self, revision, user=None, **kwargs):
        """Every way to the public ends here: our button, Wagtail's modal, a further task."""
        super().publish(revision, user=user, **kwargs)
        self.refresh_from_db()
        if self.is_public:  # what only staff may see is released too, so that it leaves the inbox
            transaction.on_commit(
                lambda: report_published.send_robust(Report, report=self, user=user), robust=True
            )

    def serializable_data(self):
        """Only the editor's words go into a revision, so that erasing a report can be complete."""
        return {"pk": self.pk, **{name: getattr(self, name) for name in self.editorial_fields}}

    def with_content_json(self, content):
        """The case as it is now with a revision's words: publishing never undoes a reroute.

        Read anew and, inside a transaction, locked: publishing saves every field, and must not
        write back what a colleague changed a moment ago.
        """
        rows = type(self)._base_manager.using(self._state.db)
        if transaction.get_connection(self._state.db).in_atomic_block:
            rows = rows.select_for_update()
        report = rows.get(pk=self.pk)
        for name in self.editorial_fields:
            setattr(report, name, content.get(name, getattr(self, name)))
        return report

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def urgency(self) -> Priority:
        """The priority with its word and shape."""
        return Priority(self.priority)

    @property
    def is_paused(self) -> bool:
        """Whether the city waits for the reporting person, so that no time passes."""
        return self.status == Status.WAITING_FOR_REPORTER

    @property
    def is_public(self) -> bool:
        """Says of one report what ``ReportQuerySet.public`` says of many."""
        allowed = self.publishable and not self.confidential
        return self.live and allowed and self.status != Status.REJECTED

    @property
    def look(self) -> Look:
        """Public words, shape and colour of the status."""
        return look_of(self.status, self.site_id)

    @property
    def title(self) -> str:
        """What a list calls it: the category's name and the place, never the free text."""
        name = str(self.category.localized)
        return f"{name}, {self.public_address}" if self.public_address else name

    @cached_property
    def secret_token(self) -> str:
        """The secret of the status link; whoever holds it may read the whole report."""
        return token_for(self.link_seed, self.link_hash)

    @property
    def secret_path(self) -> str:
        return reverse("wagtail_anliegen:status", args=[self.secret_token])

    @property
    def secret_url(self) -> str:
        return f"{self.site.root_url}{self.secret_path}"


class Reporter(models.Model):
    """The citizen's contact data, apart from the report so that it can be erased."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="reporter")
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("reporting person")
        verbose_name_plural = _("reporting persons")

    def __str__(self):
        return f"#{self.report_id}"


class StatusUpdate(WordsOfReport, models.Model):
    """One step of the history that the reporting person reads, and everybody unless it says so."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="updates")
    status = models.CharField(_("status"), max_length=24, choices=Status.choices)
    text = models.TextField(_("answer"), blank=True)
    audience = models.CharField(_("read by"), max_length=8, choices=Audience.choices, default="all")
    created_at = models.DateTimeField(_("time"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("status update")
        verbose_name_plural = _("status updates")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.get_status_display()} #{self.report_id}"

    @property
    def look(self) -> Look:
        return look_of(self.status, self.report.site_id)

    @property
    def is_question(self) -> bool:
        """Whether the city asks: said to the reporting person alone, while it waits."""
        waits = self.status == Status.WAITING_FOR_REPORTER
        return waits and self.audience == Audience.REPORTER and bool(self.text)


class Note(WordsOfReport, models.Model):
    """An internal note (Aktenvermerk); never leaves the house.

    What was written stays: a corrected wording leaves the earlier one as a ``NoteVersion``.
    """

    class Kind(models.TextChoices):
        PHONE = "phone", _("phone call")
        VISIT = "visit", _("site visit")
        CONSULTATION = "consultation", _("consultation with others")
        DECISION = "decision", _("decision")
        OTHER = "other", _("other")

    report = models.ForeignKey(Report, models.CASCADE, related_name="notes")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.OTHER)
    text = models.TextField(_("note"))
    created_at = models.DateTimeField(_("time"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"#{self.report_id}"
