"""Data protection in the admin: who may, what is logged, what an erased report still allows."""

import io
import zipfile

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse

from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    make_public_report,
    make_report,
    member_of,
)
from wagtail_anliegen.casework import actions, bulk, photo_actions
from wagtail_anliegen.casework.presence import stamp_of
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.management.commands.anliegen_verify import photo_problems
from wagtail_anliegen.management.commands.setup_anliegen import ROLES
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.redaction import Region
from wagtail_anliegen.photos.store import store_photo
from wagtail_anliegen.privacy.erasure import Erasure, erase_original, forget
from wagtail_anliegen.privacy.models import Cause, Deletion, LegalHold, What
from wagtail_anliegen.privacy.restriction import lift_restriction, restrict
from wagtail_anliegen.reports.groups import Erased
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.looks import Look
from wagtail_anliegen.reports.models import Note, Report, Reporter


pytestmark = pytest.mark.django_db
CONTACT = Contact(name="Kim Beispiel", email="kim@example.org", phone="01234 5678")


@pytest.fixture
def report(photo_bytes):
    call_command("setup_anliegen", verbosity=0)
    photos = [store_photo(photo_bytes()).pk]
    return make_public_report(contact=CONTACT, photos=photos, address="Marktplatz 1")


def officer_of(department):
    """Works there and is responsible for data protection."""
    user = member_of(department)
    user.user_permissions.add(Permission.objects.get(codename="erase_report"))
    return user


@pytest.fixture
def officer(report, client):
    user = officer_of(report.department)
    client.force_login(user)
    return user


def url(report) -> str:
    return reverse("wagtail_anliegen_privacy:report", args=[report.pk])


def case(report) -> str:
    return reverse("wagtail_anliegen_reports:edit", args=[report.pk])


def press(client, report, action, **values):
    fields = {f"{action}-{name}": value for name, value in values.items()}
    return client.post(url(report), {"action": action, **fields})


def handed_out(client, report, **values) -> bytes:
    return b"".join(press(client, report, "hand_out", **values).streaming_content)


def fresh(report) -> Report:
    return Report.objects.get(pk=report.pk)


def logged(action) -> list[dict]:
    entries = ReportLogEntry.objects.filter(action=f"anliegen.{action}").order_by("pk")
    return list(entries.values_list("data", flat=True))


# --- who may ----------------------------------------------------------------------


def test_only_those_with_the_permission_see_the_page_and_the_way_to_it(client, report):
    client.force_login(member_of(report.department))
    assert client.get(url(report)).status_code == 302
    assert url(report) not in client.get(case(report)).content.decode()
    client.force_login(officer_of(report.department))
    assert client.get(url(report)).status_code == 200
    assert url(report) in client.get(case(report)).content.decode()


def test_a_report_of_another_department_is_not_found(client, report):
    client.force_login(officer_of(DepartmentFactory()))
    assert client.get(url(report)).status_code == 404
    assert press(client, report, "erase_all", reference=report.reference).status_code == 404
    assert fresh(report).erased_at is None


def test_who_is_only_asked_about_it_may_not(client, report):
    from wagtail_anliegen.casework.participation import involve

    asked = DepartmentFactory()
    involve(report, department=asked, question="?", user=member_of(report.department))
    client.force_login(officer_of(asked))
    assert client.get(case(report)).status_code == 200
    assert client.get(url(report)).status_code == 302


def test_a_clerk_cannot_do_any_of_it(client, report):
    client.force_login(member_of(report.department))
    for action in ("erase_contact", "hold", "restrict", "hand_out", "contact"):
        press(client, report, action, sure="on", reason="x", how="call", name="x")
    assert Reporter.objects.get().name == CONTACT.name
    assert not LegalHold.objects.exists()
    assert fresh(report).restricted_at is None


def test_the_role_for_data_protection_has_what_it_needs():
    call_command("setup_anliegen", verbosity=0)
    known = set(Permission.objects.values_list("codename", flat=True))
    assert set(ROLES["privacy"]) <= known
    assert {"erase_report", "view_deletion", "add_retentionrule"} <= set(ROLES["privacy"])


def test_looking_at_the_page_is_noted(client, report, officer):
    client.get(url(report))
    assert list(Look.objects.values_list("user", "what")) == [(officer.pk, Look.What.CONTACT)]


# --- handing out ----------------------------------------------------------------------


def test_a_copy_is_handed_out_once_it_is_said_how_identity_was_checked(client, report, officer):
    assert press(client, report, "hand_out").status_code == 422
    assert press(client, report, "hand_out", how="other").status_code == 422
    assert logged("hand_out") == []
    content = handed_out(client, report, how="document")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "data.json" in archive.namelist()
        assert '<html lang="de"' in archive.read("data.html").decode()
    assert logged("hand_out") == [{"how": "document"}]
    handed_out(client, report, how="other", text="persönlich bekannt")
    assert logged("hand_out")[1] == {"how": "other", "text": "persönlich bekannt"}


def test_what_was_said_about_identity_goes_with_the_report(client, report, officer):
    handed_out(client, report, how="other", text="persönlich bekannt")
    forget(report)
    assert "text" not in logged("hand_out")[0]


# --- erasing -----------------------------------------------------------------------------


def test_erasing_asks_first_and_names_the_number(client, report, officer):
    page = client.get(url(report)).content.decode()
    assert "1 Foto endgültig löschen" in page or "Erase 1 photo for good" in page
    assert press(client, report, "erase_photos").status_code == 422
    assert press(client, report, "erase_all", reference="2026-999999").status_code == 422
    assert press(client, report, "erase_contact").status_code == 422
    assert not Deletion.objects.exists()


@pytest.mark.parametrize("part", ["contact", "photos"])
def test_a_part_is_erased_once_however_often_it_is_pressed(client, report, officer, part):
    for _click in range(2):
        press(client, report, f"erase_{part}", sure="on")
    assert Reporter.objects.exists() == (part != "contact")
    assert Photo.objects.exists() == (part != "photos")
    entry = Deletion.objects.get()
    assert (entry.what, entry.cause, entry.user) == (part, Cause.STAFF, officer)


def test_everything_goes_when_the_number_is_typed(client, report, officer):
    press(client, report, "erase_all", reference=f" {report.reference} ")
    assert fresh(report).erased_at
    assert client.get(url(report)).status_code == 200


def test_a_hold_keeps_it_and_ends(client, report, officer):
    assert press(client, report, "hold").status_code == 422
    press(client, report, "hold", reason="Klage 4711")
    press(client, report, "hold", reason="noch einmal")
    assert LegalHold.objects.get().reason == "Klage 4711"
    assert "Klage 4711" in client.get(case(report)).content.decode()
    press(client, report, "erase_all", reference=report.reference)
    assert fresh(report).erased_at is None
    press(client, report, "end_hold")
    assert not LegalHold.objects.exists()
    assert logged("hold") == [{"held": True}, {"held": False}]


# --- restricting ---------------------------------------------------------------------------


def test_restricting_hides_and_lifting_never_releases(client, report, officer):
    press(client, report, "restrict")
    assert not fresh(report).is_public
    assert client.get(report.get_absolute_url()).status_code == 404
    press(client, report, "lift")
    report = fresh(report)
    assert report.publishable and not report.live and report.restricted_at is None
    assert logged("restrict") == [{"restricted": True}, {"restricted": False}]


def test_lifting_publishes_nothing_that_its_category_hides(officer):
    report = make_report(category=CategoryFactory(is_public=False))
    restrict(report, user=officer)
    lift_restriction(report, user=officer)
    assert not fresh(report).publishable


# --- correcting ------------------------------------------------------------------------------


def test_contact_data_is_corrected_without_a_word_of_it_in_the_log(client, report, officer):
    response = press(client, report, "contact", name="Kim B.", email="neu@example.org", phone="")
    assert response.status_code == 302
    reporter = Reporter.objects.get()
    assert (reporter.name, reporter.email, reporter.phone) == ("Kim B.", "neu@example.org", "")
    assert logged("contact") in ([{}], [""])
    waiting = OutgoingMessage.objects.filter(kind="receipt", state="queued")
    assert {mail.recipient for mail in waiting} == {"neu@example.org"}


def test_contact_data_cannot_be_emptied_by_correcting(client, report, officer):
    assert press(client, report, "contact").status_code == 422
    assert Reporter.objects.get().name == CONTACT.name


# --- what an erased report still allows ----------------------------------------------------


@pytest.fixture
def erased(report):
    forget(report)
    return fresh(report)


def test_the_case_of_an_erased_report_says_so_and_offers_nothing(client, erased, officer):
    response = client.get(case(erased))
    assert response.status_code == 200
    context = response.context
    assert not (context["can_handle"] or context["can_note"] or context["can_release"])
    assert not context["tools"]
    assert client.get(reverse("wagtail_anliegen_reports:list")).status_code == 200
    everything = reverse("wagtail_anliegen_reports:folder", args=["all"])
    assert erased.reference in client.get(everything).content.decode()


@pytest.mark.parametrize("action", ["answer", "note", "accept", "release", "category", "external"])
def test_no_verb_works_on_what_was_erased(client, erased, officer, action):
    before = Note.objects.count()
    client.post(
        case(erased),
        {
            "action": action,
            "seen": erased.updated_at.isoformat(),
            f"{action}-text": "x",
            "release-public_text": "x",
        },
    )
    after = fresh(erased)
    assert after.updated_at == erased.updated_at
    assert Note.objects.count() == before
    assert after.handler is None


def test_code_that_calls_a_verb_is_told(erased, officer):
    for verb, values in (
        (actions.accept, {}),
        (actions.answer, {"text": "x"}),
        (actions.add_note, {"text": "x"}),
        (restrict, {}),
    ):
        with pytest.raises(Erased):
            verb(erased, user=officer, **values)


def test_in_bulk_it_is_refused_with_a_reason(erased, officer):
    seen = {erased.pk: stamp_of(erased)}
    outcome = bulk.apply(bulk.BULK["note"], seen, values={"text": "x"}, user=officer)
    assert list(outcome.refused) == [erased.pk]
    assert not Note.objects.filter(text="x").exists()


def test_its_file_for_the_archive_can_still_be_made(client, erased, officer):
    response = client.get(reverse("wagtail_anliegen_reports:pdf", args=[erased.pk]))
    assert response.status_code == 200


# --- a photo without its original ----------------------------------------------------------


@pytest.fixture
def kept(report, officer):
    """A released photo whose original was erased by its period."""
    photo = report.photos.get()
    photo_actions.release_photo(report, photo=photo, user=officer)
    erase_original(photo, Erasure(report.site, What.ORIGINALS, Cause.PERIOD))
    return Photo.objects.get(pk=photo.pk)


def test_what_is_shown_of_it_stays_and_cannot_be_changed(client, report, kept, officer):
    page = reverse("wagtail_anliegen_reports:check_photo", args=[report.pk, kept.pk])
    shown = client.get(page)
    assert shown.status_code == 200
    assert 'value="left"' not in shown.content.decode()
    for action in ("save", "left", "right"):
        assert client.post(page, {"action": action, "seen": kept.stamp}).status_code == 404
    with pytest.raises(OSError):
        photo_actions.redact_photo(
            report, photo=kept, regions=[Region(0, 0, 100, 100)], turned=0, user=officer
        )
    assert client.post(page, {"action": "withdraw"}).status_code == 302
    assert not Photo.objects.get(pk=kept.pk).is_released
    assert client.get(page).status_code == 200
    assert client.post(page, {"action": "release"}).status_code == 302
    assert Photo.objects.get(pk=kept.pk).is_released


@pytest.mark.parametrize("turned", [0, 1])
def test_the_original_is_not_found(client, report, kept, officer, turned):
    Photo.objects.filter(pk=kept.pk).update(turned=turned)
    original = reverse("wagtail_anliegen_reports:photo", args=[report.pk, kept.pk])
    assert client.get(original).status_code == 404


def test_nothing_else_stumbles_over_it(client, report, kept, officer):
    assert list(photo_problems()) == []
    assert client.get(case(report)).status_code == 200
    pdf = reverse("wagtail_anliegen_reports:pdf", args=[report.pk])
    assert client.get(f"{pdf}?person=yes").status_code == 200
    call_command("anliegen_sweep", verbosity=0)
    display = reverse("wagtail_anliegen:photo", args=[kept.uuid, "display"])
    assert client.get(display).status_code == 200
    assert handed_out(client, report, how="call")
