"""A small world for the authorisation matrix: who there is, which reports, and their canaries.

Who may see what is written down here by hand, and asked from no code under test.
"""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, Site

from tests.factories import (
    CategoryFactory,
    DeadlineFactory,
    DelegationRuleFactory,
    DepartmentFactory,
    DistrictFactory,
    EscalationLevelFactory,
    ResponseTemplateFactory,
    RetentionRuleFactory,
    RoutingRuleFactory,
    StatusWordingFactory,
    StreetFactory,
    UserFactory,
    central_inbox,
    make_report,
    member_of,
)
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.external import invite
from wagtail_anliegen.casework.participation import involve
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.privacy.models import Cause, Deletion, What
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.routing.absences import Absence
from wagtail_anliegen.setup.models import ConfigurationUpload


STATES = [
    "own",  # of department A, somebody works on it, not released
    "other",  # of department B
    "forwarded",  # was A's, is B's now
    "confidential",  # of A, but only for staff with the permission
    "never_public",  # of A, released, in a category that never becomes public
    "unreleased",  # of A, waits to be checked
    "released",  # of A, everybody may read it
    "participating",  # of B, who asks A for a statement
    "rejected",  # of A, was released once, then rejected
]
OF_A = {"own", "never_public", "unreleased", "released", "rejected", "participating"}
PUBLIC = {"released"}

#: Role → the reports it may see in the admin.
SEES = {
    "anonymous": set(),
    "wrong link": set(),
    "right link": set(),
    "external": set(),  # somebody outside who has a link for the report
    "inactive clerk": set(),
    "web editor": set(),
    "category editor": set(),
    "clerk of another site": set(),
    "reader of A": OF_A,
    "clerk of A": OF_A,
    "officer of A": OF_A | {"confidential"},
    "clerk of B": {"other", "forwarded", "participating"},
    "head of A": OF_A,
    "dispatcher": set(STATES) - {"confidential"},
    "superuser": set(STATES),
}
ROLES = list(SEES)
#: Those that may work on what they see.
WORKS = {"clerk of A", "officer of A", "clerk of B", "head of A", "dispatcher", "superuser"}

#: Those whose department is asked about “participating”, and what they may do there.
ASKED_PEOPLE = {"reader of A", "clerk of A", "officer of A", "head of A"}
OPEN_TO_ASKED = {"note", "reword_note", "conclude"}

CONTACT = {"name", "email", "phone"}
#: What everybody may read of a public report.
OPEN_PARTS = {"public", "address", "update", "photo"}
#: What even the reporting person never reads.
INTERNAL_PARTS = {"note", "reason", "outside"}
#: What somebody outside reads by their link: what staff wrote for them, and released photos.
OUTSIDE_PARTS = {"outside", "photo"}
PARTS = [
    "description",
    "public",
    "name",
    "email",
    "phone",
    "note",
    "answer",
    "location",
    "address",
    "update",
    "reason",
    "verdict",
    "photo",
    "outside",
]


def canary(state: str, part: str) -> str:
    """A word that occurs nowhere else, safe in mail addresses, JSON and attributes."""
    return f"kanari-{state.replace('_', '-')}-{part}-vogel"


CANARIES = {(state, part): canary(state, part) for state in STATES for part in PARTS}


@dataclass
class World:
    reports: dict[str, Report] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    users: dict[str, User | AnonymousUser] = field(default_factory=dict)
    things: dict[str, int] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        return self.clients[role]


def build() -> World:
    """Everything in one go; the caller rolls it back."""
    call_command("setup_anliegen", verbosity=0)
    world = World()
    parent = DepartmentFactory(name="Dezernat über A")
    a, b = DepartmentFactory(name="Amt A", parent=parent), DepartmentFactory(name="Amt B")
    elsewhere = Site.objects.create(
        hostname="anderswo.test", root_page=Page.objects.get(depth=1), site_name="Anderswo"
    )
    c = DepartmentFactory(name="Amt C", site=elsewhere)
    _people(world, a, b, c, parent)
    _reports(world, a, b)
    _things(world, a)
    return world


def _people(world: World, a, b, c, parent) -> None:
    officer = member_of(a)
    officer.user_permissions.add(Permission.objects.get(codename="view_confidential_report"))
    inactive = member_of(a)
    inactive.is_active = False
    inactive.save(update_fields=["is_active"])
    users = {
        "inactive clerk": inactive,
        "web editor": _web_editor(),
        "category editor": member_of(a, role="editor"),
        "clerk of another site": member_of(c),
        "reader of A": member_of(a, role="reader"),
        "clerk of A": member_of(a),
        "officer of A": officer,
        "clerk of B": member_of(b),
        "head of A": member_of(parent),
        "dispatcher": member_of(central_inbox()),
        "superuser": UserFactory(is_superuser=True, is_staff=True),
    }
    for role in ROLES:
        world.clients[role] = Client(raise_request_exception=False)
        world.users[role] = users.get(role, AnonymousUser())
        if role in users:
            world.clients[role].force_login(users[role])


def _web_editor() -> User:
    """Edits pages, as most users of a city's Wagtail do, and has nothing to do with reports."""
    user = UserFactory(permissions=["access_admin"])
    group = Group.objects.create(name="Redaktion")
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=group,
            page=Page.objects.get(depth=1),
            permission=Permission.objects.get(
                content_type__app_label="wagtailcore", codename=codename
            ),
        )
    user.groups.add(group)
    return user


def _reports(world: World, a, b) -> None:
    categories = {
        "confidential": CategoryFactory(is_confidential=True, is_public=False),
        "never_public": CategoryFactory(is_public=False),
    }
    usual = CategoryFactory()
    clerk = world.users["clerk of A"]
    for state in STATES:
        report = _report(state, categories.get(state, usual))
        _give(report, b if state in {"other", "participating"} else a)
        _fill(report, state, clerk)
        _bring(report, state, clerk, a, b)
        world.reports[state] = Report.objects.get(pk=report.pk)


def _report(state: str, category) -> Report:
    return make_report(
        category=category,
        description=canary(state, "description"),
        address=canary(state, "address"),
        location_note=canary(state, "location"),
        latitude=51.65,
        longitude=7.85,
        answers=[{"code": "frage", "question": "Frage", "answer": canary(state, "answer")}],
        contact=Contact(
            name=canary(state, "name"),
            email=f"{canary(state, 'email')}@example.org",
            phone=canary(state, "phone"),
        ),
    )


def _give(report: Report, department) -> None:
    Report.objects.filter(pk=report.pk).update(department=department)
    report.refresh_from_db()


def _fill(report: Report, state: str, clerk) -> None:
    note = canary(state, "note")
    file = ContentFile(b"%PDF-" + note.encode(), name="vermerk.pdf")
    actions.add_note(report, text=note, files=[file], user=clerk)
    actions.answer(report, text=canary(state, "update"), user=clerk)
    Report.objects.filter(pk=report.pk).update(public_text=canary(state, "public"))
    report.refresh_from_db()
    report.save_revision(clean=False)
    picture = ContentFile(canary(state, "photo").encode())
    photo = Photo(report=report, width=4, height=3, sha256="", released_at=timezone.now())
    for size in ("original", "display", "thumbnail"):
        getattr(photo, size).save("", picture, save=False)
    photo.save()
    invite(
        report,
        name="Stadtwerke",
        email="stadtwerke@example.org",
        message=canary(state, "outside"),
        text=canary(state, "outside"),
        user=clerk,
    )


def _bring(report: Report, state: str, clerk, a, b) -> None:
    if state in {"never_public", "released", "rejected"}:
        report.get_latest_revision().publish()
        report.refresh_from_db()
    if state == "own":
        actions.accept(report, user=clerk)
    elif state == "forwarded":
        actions.forward(report, department=b, reason=canary(state, "reason"), user=clerk)
    elif state == "participating":
        involve(report, department=a, question=canary(state, "reason"), user=clerk)
    elif state == "rejected":
        verdict = canary(state, "verdict")
        actions.change_status(report, status=Status.REJECTED, text=verdict, user=clerk)


def _upload(world: World) -> ConfigurationUpload:
    site = Site.objects.get(is_default_site=True)
    return ConfigurationUpload.objects.create(
        user=world.users["superuser"], site=site, file_name="x.json", document={}
    )


def _things(world: World, a) -> None:
    """Primary keys of whatever else addresses name."""
    reporting = world.reports["own"]
    world.things = {
        "category": reporting.category_id,
        "absence": _absence(world).pk,
        "deadline": DeadlineFactory(department=a).pk,
        "delegation": DelegationRuleFactory(department=a, new_priority=4).pk,
        "department": a.pk,
        "district": DistrictFactory().pk,
        "level": EscalationLevelFactory(department=a).pk,
        "rule": RoutingRuleFactory(department=a).pk,
        "period": RetentionRuleFactory(status="rejected").pk,
        "deletion": Deletion.objects.create(
            site=a.site, what=What.REPORT, cause=Cause.STAFF, reports=1
        ).pk,
        "street": StreetFactory().pk,
        "wording": StatusWordingFactory().pk,
        "template": ResponseTemplateFactory(department=a).pk,
        "page": Page.objects.get(depth=2).pk,
        "site": Site.objects.get(is_default_site=True).pk,
        "user": world.users["clerk of A"].pk,
        "group": a.group_id,
        "upload": _upload(world).pk,
    }


def _absence(world: World) -> Absence:
    today = timezone.localdate()
    away, substitute = world.users["clerk of A"], world.users["officer of A"]
    return Absence.objects.create(user=away, substitute=substitute, starts_on=today, ends_on=today)
