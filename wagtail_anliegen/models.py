"""Re-exports every room's models, so that Django finds them."""

from .casework.delegation.models import (
    DelegationRule,
    DelegationRuleCategory,
    DelegationRuleDistrict,
    DelegationRun,
)
from .casework.escalation.models import Escalation, EscalationLevel
from .casework.models import DayStop
from .casework.response_templates import ResponseTemplate, ResponseTemplateVariant
from .casework.saved_filters import SavedFilter
from .categories.models import Category, CategoryQuestion
from .editor_settings import AnliegenSettings
from .geo.models import District, DistrictUpload, Street
from .intake.models import ReportDraft
from .moderation.models import DepartmentReviewTask
from .notifications.models import OutgoingMessage
from .notifications.preferences import DigestMark, NotificationPreference
from .notifications.texts import MailText
from .photos.attachments import NoteAttachment
from .photos.models import Detection, Photo
from .privacy.models import Deletion, LegalHold, RetentionRule
from .reports.conversation import Reply
from .reports.deadlines import Deadline
from .reports.external import ExternalLink, ExternalMessage
from .reports.followups import FollowUp
from .reports.log import ReportLogEntry
from .reports.looks import Look
from .reports.merges import Merge
from .reports.models import Note, Report, Reporter, StatusUpdate
from .reports.notes import NoteVersion
from .reports.occasions import Occasion
from .reports.participation import Participation
from .reports.reference import ReferenceCounter
from .reports.turnaround import Turnaround
from .reports.wording import StatusWording
from .routing.absences import Absence
from .routing.models import Department, RoutingRule
from .setup.models import ConfigurationUpload, OldReport


__all__ = [
    "Absence",
    "AnliegenSettings",
    "Category",
    "CategoryQuestion",
    "ConfigurationUpload",
    "Deadline",
    "Look",
    "DayStop",
    "Deletion",
    "DelegationRule",
    "DelegationRuleCategory",
    "DelegationRuleDistrict",
    "DelegationRun",
    "Department",
    "DepartmentReviewTask",
    "Detection",
    "DigestMark",
    "District",
    "DistrictUpload",
    "Escalation",
    "EscalationLevel",
    "ExternalLink",
    "ExternalMessage",
    "FollowUp",
    "MailText",
    "Merge",
    "LegalHold",
    "Note",
    "NoteAttachment",
    "NoteVersion",
    "NotificationPreference",
    "Occasion",
    "OldReport",
    "OutgoingMessage",
    "Participation",
    "Photo",
    "ReferenceCounter",
    "Reply",
    "Report",
    "ReportDraft",
    "ReportLogEntry",
    "Reporter",
    "ResponseTemplate",
    "ResponseTemplateVariant",
    "RetentionRule",
    "RoutingRule",
    "SavedFilter",
    "StatusUpdate",
    "StatusWording",
    "Street",
    "Turnaround",
]
