"""The case view: every verb, what it refuses, and what it keeps."""

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.casework.test_inbox import add_photo
from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    DistrictFactory,
    RoutingRuleFactory,
    days_ahead,
    make_public_report,
    make_report,
    member_of,
)
from wagtail_anliegen.casework import actions
from wagtail_anliegen.casework.timeline import timeline
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.models import Note, Report
from wagtail_anliegen.reports.states import Status
from wagtail_anliegen.routing.models import Department


pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    return make_report(
        description="Ruft mich an: 0123 456789",
        contact=Contact(name="Kim Muster", email="kim@example.org"),
        answers=[{"code": "wo", "question": "Wo genau?", "answer": ["Gehweg", "Radweg"]}],
    )


@pytest.fixture
def clerk(report):
    return member_of(report.department)


@pytest.fixture
def send(client, clerk):
    """Presses a button as the clerk, with the page as it is now."""

    def press(report, action, follow=True, **data):
        client.force_login(clerk)
        fields = {f"{action.replace('_accept', '')}-{name}": value for name, value in data.items()}
        seen = Report.objects.get(pk=report.pk).updated_at.isoformat()
        values = {"action": action, "seen": seen, **fields}
        return client.post(url_of(report), values, follow=follow)

    return press


def url_of(report) -> str:
    return reverse("wagtail_anliegen_reports:edit", args=[report.pk])


def fresh(report) -> Report:
    return Report.objects.get(pk=report.pk)


def text_of(response) -> str:
    return response.content.decode()


def test_everything_stands_on_one_screen(client, clerk, report):
    client.force_login(clerk)
    text = text_of(client.get(url_of(report)))
    for told in ("0123 456789", "Kim Muster", "kim@example.org", "Gehweg, Radweg"):
        assert told in text
    assert 'data-controller="anliegen-needs anliegen-case"' in text


def test_whoever_keeps_the_rules_gets_from_the_reason_to_the_rule(client, clerk):
    rule = RoutingRuleFactory(
        category=CategoryFactory(), department=Department.objects.get(group__in=clerk.groups.all())
    )
    report = make_report(category=rule.category)
    address = reverse("wagtail_anliegen_rules:edit", args=[rule.pk])
    client.force_login(clerk)
    assert address not in client.get(url_of(report)).content.decode()
    clerk.user_permissions.add(Permission.objects.get(codename="change_routingrule"))
    assert address in client.get(url_of(report)).content.decode()
    rule.delete()
    assert client.get(url_of(report)).status_code == 200


def test_releasing_publishes_the_editors_text(report, send):
    assert send(report, "release", public_text="Bitte anrufen.").status_code == 200
    assert fresh(report).is_public
    assert fresh(report).public_text == "Bitte anrufen."
    assert fresh(report).description == "Ruft mich an: 0123 456789"


@pytest.mark.parametrize("button", ["release", "release_accept"])
def test_the_place_is_released_in_the_editors_words_too(client, report, send, clerk, button):
    Report.objects.filter(pk=report.pk).update(address="Bei Frau Müller, Lindenweg 1, 2. Stock")
    client.force_login(clerk)
    shown = client.get(url_of(report)).context["forms"]["release"]["address"]
    assert shown.value() == "Bei Frau Müller, Lindenweg 1, 2. Stock"
    send(report, button, public_text="Bitte anrufen.", address="Lindenweg 1")
    assert fresh(report).is_public
    assert fresh(report).address == "Lindenweg 1"
    assert fresh(report).department == report.department
    assert "Frau Müller" in report.notes.get().text
    public = client.get(reverse("wagtail_anliegen:report", args=[report.reference]))
    assert "Müller" not in text_of(public)


def test_a_release_form_that_does_not_ask_for_the_place_leaves_it_alone(report, send):
    Report.objects.filter(pk=report.pk).update(address="Lindenweg 1")
    send(report, "release", public_text="Bitte anrufen.")
    assert fresh(report).address == "Lindenweg 1"
    assert not report.notes.exists()


def test_release_and_accept_is_one_press(report, send, clerk):
    send(report, "release_accept", public_text="Bitte anrufen.")
    assert fresh(report).is_public
    assert fresh(report).handler == clerk
    assert fresh(report).status == Status.IN_PROGRESS


def test_what_was_released_can_be_withdrawn_and_released_again(report, send):
    send(report, "release", public_text="Eins")
    send(report, "withdraw")
    assert not fresh(report).is_public
    send(report, "release", public_text="Zwei")
    assert fresh(report).is_public
    assert fresh(report).public_text == "Zwei"


def test_changes_are_requested_with_a_reason_and_the_report_can_be_released_after(report, send):
    text = text_of(send(report, "request_changes", comment="Nummer herausnehmen"))
    assert "Nummer herausnehmen" in text
    assert not fresh(report).workflow_in_progress
    send(report, "release", public_text="Bitte anrufen.")
    assert fresh(report).is_public
    assert fresh(report).current_workflow_state is None


def test_rejecting_tells_the_person_why_and_ends_the_review(report, send):
    send(report, "reject", rejection_reason="insult", text="Das ist ein Scherz.")
    assert fresh(report).status == Status.REJECTED
    assert fresh(report).current_workflow_state is None
    assert "Das ist ein Scherz." in OutgoingMessage.objects.get(kind="status").body


def test_accepting(report, send, clerk):
    send(report, "accept")
    assert fresh(report).handler == clerk


def test_a_status_with_text(report, send):
    send(report, "status", status=Status.RESOLVED, text="Repariert.")
    assert fresh(report).status == Status.RESOLVED


def test_a_missing_text_is_marked_and_nothing_typed_is_lost(report, send):
    response = send(report, "status", status=Status.RESOLVED, text="")
    assert fresh(report).status == Status.RECEIVED
    form = response.context["forms"]["status"]
    assert form.errors["text"]
    text = text_of(response)
    assert f'<option value="{Status.RESOLVED}" selected>' in text
    assert '<details class="anliegen-action" id="anliegen-status" open>' in text


def test_only_allowed_statuses_are_offered(client, clerk, report):
    actions.change_status(report, status=Status.RESOLVED, text="Fertig.", user=clerk)
    client.force_login(clerk)
    form = client.get(url_of(report)).context["forms"]["status"]
    offered = {code for code, _words in form.fields["status"].choices if code}
    assert offered == {Status.IN_REVIEW, Status.IN_PROGRESS}


def test_an_answer_is_public_and_mailed(report, send):
    send(report, "answer", text="Wir kümmern uns.")
    assert "Wir kümmern uns." in OutgoingMessage.objects.get(kind="status").body


def test_forwarding_leads_back_to_the_inbox_when_the_report_is_gone(client, report):
    first, second = DepartmentFactory(), DepartmentFactory()
    Report.objects.filter(pk=report.pk).update(department=first)
    client.force_login(member_of(first))
    data = {
        "action": "forward",
        "seen": fresh(report).updated_at.isoformat(),
        "forward-department": second.pk,
        "forward-reason": "Grünfläche",
    }
    response = client.post(f"{url_of(report)}?in=department", data)
    assert fresh(report).department == second
    inbox = reverse("wagtail_anliegen_reports:folder", args=["department"])
    assert response.headers["Location"] == f"{inbox}#main"


def test_a_report_cannot_be_forwarded_to_another_site(report, send):
    from wagtail.models import Page, Site

    elsewhere = Site.objects.create(hostname="b.test", root_page=Page.objects.first())
    foreign = DepartmentFactory(site=elsewhere)
    response = send(report, "forward", department=foreign.pk, reason="Dort")
    assert response.context["forms"]["forward"].errors["department"]
    assert fresh(report).department != foreign


def test_a_note_stays_in_the_house(report, send):
    send(report, "note", text="Dritter Anruf heute")
    assert Note.objects.get(report=report).text == "Dritter Anruf heute"
    assert not OutgoingMessage.objects.filter(body__contains="Dritter Anruf").exists()


def test_correcting_the_category_asks_the_rules_again(report, send):
    category, roads = CategoryFactory(), DepartmentFactory()
    RoutingRuleFactory(category=category, department=roads)
    send(report, "category", category=category.pk)
    assert fresh(report).department == roads


def test_correcting_the_place_asks_the_rules_again(report, send):
    north, district = DepartmentFactory(), DistrictFactory()
    RoutingRuleFactory(district=district, department=north)
    send(report, "place", place="51.65, 7.85", address="Am Rand")
    assert fresh(report).department == north
    assert fresh(report).district == district


def test_a_correction_that_nobody_is_responsible_for_says_so_and_changes_nothing(report, send):
    Department.objects.filter(is_central=True).update(is_central=False)
    before = report.category
    for action, data in (
        ("category", {"category": CategoryFactory().pk}),
        ("place", {"place": "51.65, 7.85", "address": "Am Rand"}),
    ):
        response = send(report, action, **data)
        assert response.status_code == 200
        assert "keinen zentralen Eingang" in response.context["problem"]
        assert fresh(report).category == before
        assert fresh(report).latitude is None


@pytest.mark.parametrize("action", ["answer", "release"])
def test_a_page_that_is_out_of_date_overwrites_nothing_and_keeps_the_text(
    client, clerk, report, action
):
    seen = report.updated_at.isoformat()
    actions.accept(report, user=clerk)
    client.force_login(clerk)
    data = {
        "action": action,
        "seen": seen,
        "answer-text": "Mein langer Text",
        "release-public_text": "Mein langer Text",
    }
    response = client.post(url_of(report), data)
    assert "Mein langer Text" in text_of(response)
    assert not fresh(report).live
    assert not OutgoingMessage.objects.filter(body__contains="Mein langer Text").exists()
    again = {**data, "seen": fresh(report).updated_at.isoformat()}
    assert client.post(url_of(report), again).status_code == 302


def test_readers_read_and_press_nothing(client, report):
    reader = member_of(report.department, role="reader")
    client.force_login(reader)
    response = client.get(url_of(report))
    assert "Ruft mich an: " in text_of(response)
    assert 'name="action"' not in text_of(response)
    response = client.post(url_of(report), {"action": "note", "note-text": "x"})
    assert response.status_code == 302  # Wagtail answers a refusal on the dashboard
    assert response.headers["Location"] == reverse("wagtailadmin_home")
    ajax = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    response = client.post(url_of(report), {"action": "note", "note-text": "x"}, **ajax)
    assert response.status_code == 403
    assert not Note.objects.exists()


def test_an_unknown_verb_is_refused(report, send):
    assert send(report, "explode", follow=False).status_code == 302
    assert fresh(report).updated_at == report.updated_at


def test_the_next_report_is_the_next_of_the_folder(client, clerk, report):
    second = make_report()
    client.force_login(clerk)
    text = text_of(client.get(f"{url_of(report)}?in=new"))
    assert f"{url_of(second)}?in=new" in text
    text = text_of(client.get(f"{url_of(second)}?in=new"))
    assert f"{url_of(report)}?in=new" in text, "from the last one it starts again"


def test_the_original_of_a_photo_is_for_its_staff(client, clerk, report):
    photo = add_photo(report)
    url = reverse("wagtail_anliegen_reports:photo", args=[report.pk, photo.pk])
    client.force_login(clerk)
    assert b"".join(client.get(url).streaming_content) == b"x"
    client.force_login(member_of(DepartmentFactory()))
    assert client.get(url).status_code == 404


# --- history ----------------------------------------------------------------


def test_the_history_tells_everything_once_and_the_newest_first(report, clerk):
    actions.add_note(report, text="Vermerk", user=clerk)
    actions.change_status(
        report, status=Status.PLANNED, text="Kommt im Mai.", user=clerk, expected_on=days_ahead(1)
    )
    events = timeline(report)
    assert [event.time for event in events] == sorted((e.time for e in events), reverse=True)
    assert sum(event.text == "Kommt im Mai." for event in events) == 1
    assert sum(event.text == "Vermerk" for event in events) == 1
    assert {event.kind for event in events} >= {"status", "note", "mail"}
    public = {event.text for event in events if event.public}
    assert "Vermerk" not in public


def test_the_history_costs_the_same_however_long_it_is(client, clerk, report):
    client.force_login(clerk)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(url_of(report))
        return len(captured)

    cost()
    actions.add_note(report, text="1", user=clerk)
    before = cost()
    for number in range(8):
        actions.add_note(report, text=str(number), user=member_of(report.department))
        actions.answer(report, text=str(number), user=member_of(report.department))
    assert cost() == before


def test_a_public_report_links_to_its_public_page(client, clerk, report):
    shown = make_public_report()
    client.force_login(clerk)
    assert shown.get_absolute_url() in text_of(client.get(url_of(shown)))
    assert report.get_absolute_url() not in text_of(client.get(url_of(report)))


def test_words_that_tell_who_somebody_is_are_marked_and_named_before_the_release(
    client, clerk, report
):
    report.description = "<b>Ruft</b> 0123 456789 an"
    report.save()
    client.force_login(clerk)
    response = client.get(url_of(report))
    html = response.content.decode()
    assert "&lt;b&gt;Ruft&lt;/b&gt; <mark title=" in html
    assert [word.text for word in response.context["personal"]] == ["0123 456789"]


def test_a_text_that_staff_have_shortened_is_looked_at_as_it_stands(client, clerk, report, send):
    send(report, "release", public_text="Die Laterne ist aus.")
    client.force_login(clerk)
    assert client.get(url_of(report)).context["personal"] == []
