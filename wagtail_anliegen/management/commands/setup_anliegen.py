"""Makes a fresh installation usable; running it again changes nothing that people changed."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale, Workflow, WorkflowContentType, WorkflowTask

from wagtail_anliegen.categories.defaults import create_defaults
from wagtail_anliegen.categories.models import Category
from wagtail_anliegen.editor_settings import AnliegenSettings
from wagtail_anliegen.management.sites import find_site
from wagtail_anliegen.moderation.models import DepartmentReviewTask
from wagtail_anliegen.privacy.models import RetentionRule, What
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.routing.models import Department


ADMIN_ACCESS = "wagtailadmin.access_admin"
ALL = ("add", "change", "delete", "view")

#: Role → permissions of it, as ``codename``s of this app; every role may open the admin.
ROLES = {
    "reader": ["view_report"],
    "clerk": ["view_report", "handle_report", "publish_report", "enter_report"],
    "confidential": ["view_confidential_report"],
    "editor": [
        *[f"{verb}_category" for verb in ALL],
        *[f"{verb}_deadline" for verb in ALL],
        *[f"{verb}_delegationrule" for verb in ALL],
        *[f"{verb}_department" for verb in ALL],
        *[f"{verb}_district" for verb in ALL],
        *[f"{verb}_escalationlevel" for verb in ALL],
        *[f"{verb}_routingrule" for verb in ALL],
        *[f"{verb}_statuswording" for verb in ALL],
        *[f"{verb}_street" for verb in ALL],
        "change_anliegensettings",
        "change_mailtext",
    ],
    "templates": [f"{verb}_responsetemplate" for verb in ALL],
    "mail": ["view_outgoingmessage", "change_outgoingmessage"],
    "privacy": [
        "view_report",
        "erase_report",
        "view_deletion",
        *[f"{verb}_retentionrule" for verb in ALL],
    ],
    "setup": ["move_configuration", "use_test_mode"],
}

#: What is proposed, in days; see ``RetentionRule`` for when each of them begins.
PERIODS = (
    (What.CONTACT, 180),
    (What.ORIGINALS, 30),
    (What.PHOTOS, 730),
    (What.REPORT, 1095),
    (What.MAILS, 90),
    (What.LOOKS, 365),
)


def role_names() -> dict[str, str]:
    """The names of the role groups in the active language."""
    return {
        "reader": _("Reports: read"),
        "clerk": _("Reports: work on them"),
        "confidential": _("Reports: confidential ones"),
        "editor": _("Reports: categories, departments, districts"),
        "templates": _("Reports: text templates"),
        "mail": _("Reports: delivery log"),
        "privacy": _("Reports: data protection"),
        "setup": _("Reports: configuration and test mode"),
    }


class Command(BaseCommand):
    help = "Creates groups, permissions, the review workflow, a central inbox and categories."

    def add_arguments(self, parser):
        parser.add_argument("--site", help="hostname of the site (default: the default site)")

    @transaction.atomic
    def handle(self, *args, **options):
        site = find_site(options["site"])
        with override(Locale.get_default().language_code):
            self._roles()
            self._workflow()
            self._central_inbox(site)
            self._first_categories(site)
            self._first_periods(site)
            AnliegenSettings.for_site(site)

    def _roles(self):
        app_label, codename = ADMIN_ACCESS.split(".")
        access = Permission.objects.get(content_type__app_label=app_label, codename=codename)
        for role, name in role_names().items():
            group, created = Group.objects.get_or_create(name=name)
            wanted = [access, *self._permissions(ROLES[role])]
            if created:
                group.permissions.add(*wanted)
                self.stdout.write(f"Group created: {name}")
                continue
            has = set(group.permissions.values_list("pk", flat=True))
            if missing := [each.codename for each in wanted if each.pk not in has]:
                # New in this version, or taken away by somebody: a person knows which.
                self.stdout.write(f"Group left as it is: {name}, without {', '.join(missing)}")

    def _permissions(self, codenames):
        return Permission.objects.filter(
            content_type__app_label="wagtail_anliegen", codename__in=codenames
        )

    def _workflow(self):
        content_type = ContentType.objects.get_for_model(Report)
        if WorkflowContentType.objects.filter(content_type=content_type).exists():
            return
        workflow = Workflow.objects.create(name=_("Release of reports"))
        task = DepartmentReviewTask.objects.create(name=_("Check by the responsible department"))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowContentType.objects.create(content_type=content_type, workflow=workflow)
        self.stdout.write(f"Workflow created: {workflow.name}")

    def _central_inbox(self, site):
        if Department.objects.filter(site=site, is_central=True).exists():
            return
        name = group_name = _("Central inbox")
        if not site.is_default_site:
            group_name = f"{name} ({site.site_name or site.hostname})"
        Department.objects.create(
            site=site, name=name, group=Department.new_group(group_name), is_central=True
        )
        self.stdout.write("Department created: the central inbox")

    def _first_categories(self, site):
        if Category.objects.filter(site=site).exists():
            return
        for category in create_defaults(site):
            self.stdout.write(f"Category created: {category}")

    def _first_periods(self, site):
        if RetentionRule.objects.filter(site=site).exists():
            return
        # Proposals: how long a city may keep what, its data-protection officer decides.
        proposals = [RetentionRule(site=site, what=what, days=days) for what, days in PERIODS]
        RetentionRule.objects.bulk_create(proposals)
        self.stdout.write("Retention periods proposed; none is active yet")
