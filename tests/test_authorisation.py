"""Nobody in where they don't belong: every role at every address for every state of a report.

Judged by canaries in body, headers and redirects. ``tests.authorisation.world`` says by hand who
may see what; a new address must be listed in ``tests.authorisation.addresses``.
"""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from tests.authorisation.addresses import (
    LEFT_OUT,
    NOBODY,
    OF_A_REPORT,
    OTHERS,
    OURS,
    remember,
    url_of,
    url_of_list,
    walk,
)
from tests.authorisation.world import (
    ASKED_PEOPLE,
    CANARIES,
    CONTACT,
    INTERNAL_PARTS,
    OPEN_PARTS,
    OPEN_TO_ASKED,
    OUTSIDE_PARTS,
    PUBLIC,
    ROLES,
    SEES,
    STATES,
    WORKS,
    build,
)
from wagtail_anliegen.casework.verbs import VERBS
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report


pytestmark = [pytest.mark.django_db, pytest.mark.authorisation]
ADDRESSES = sorted({name for name, _arguments in walk()})
ASKED = [name for name in ADDRESSES if name in OTHERS]
REPORTED = [name for name in ADDRESSES if name in OF_A_REPORT]
#: Addresses that show a report to whoever has its secret link.
BY_LINK = {
    "wagtail_anliegen:status",
    "wagtail_anliegen:status_copy",
    "wagtail_anliegen:status_data",
    "wagtail_anliegen:status_deed",
    "wagtail_anliegen:status_photo",
    "wagtail_anliegen:status_reply",
}
#: Addresses that show what staff chose of a report to somebody outside who has a link for it.
BY_EXTERNAL_LINK = {
    "wagtail_anliegen:external",
    "wagtail_anliegen:external_photo",
    "wagtail_anliegen:external_reply",
}
#: Where contact data may stand; nowhere else, whoever asks.
WITH_CONTACT = {
    f"{OURS}:edit",
    f"{OURS}:preview",
    "wagtail_anliegen:status",
    "wagtail_anliegen_privacy:report",
}
MAILS = "anliegen_mails_modeladmin"
#: Wagtail's own addresses are asked by GET; ours, and those that act on reports, by POST too.
POSTED = [name for name in ASKED if name.startswith("wagtail_anliegen")]
#: What all forms of the case view need to be valid, as far as that is the same for all reports.
FORMS = {
    "release-public_text": "x",
    "request_changes-comment": "x",
    "reject-rejection_reason": "other",
    "reject-text": "x",
    "status-status": "in_review",
    "status-text": "x",
    "answer-text": "x",
    "reword_note-text": "x",
    "refuse-reason": "x",
    "follow_up-due_on": "2126-01-01",
    "follow_up-reason": "x",
    "involve-question": "x",
    "conclude-text": "x",
    "external-name": "x",
    "external-email": "x@example.org",
    "external-message": "x",
    "external-text": "x",
    "external-days": "14",
    "external-confirmed": "on",
    "ask-text": "x",
    "note-text": "x",
    "place-address": "x",
    "priority-priority": "4",
}
LINK_HOLDERS = {"right link", "external"}
JUDGED_BY_VERB = ["own", "other", "confidential", "participating"]
CELLS = len(ROLES) * (
    (len(ASKED) + len(POSTED) + 2 * len(REPORTED)) * len(STATES) + len(VERBS) * len(JUDGED_BY_VERB)
)


@pytest.fixture
def _django_db_helper():
    """In place of pytest-django's transaction around each test: the world spans the module."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built once; every POST is rolled back on its own, and all of it at the end."""
    from django.test import override_settings

    private = tmp_path_factory.mktemp("private")
    with django_db_blocker.unblock(), override_settings(ANLIEGEN_PRIVATE_ROOT=private):
        with transaction.atomic():
            made = build()
            remember(made)
            yield made
            transaction.set_rollback(True)


def test_every_address_is_listed():
    unknown = set(ADDRESSES) - OTHERS.keys() - OF_A_REPORT.keys() - LEFT_OUT.keys()
    assert not unknown, f"say in tests/authorisation/addresses.py what these show: {unknown}"


def test_the_matrix_is_large():
    print(f"\nauthorisation matrix: {len(ROLES)} roles, {len(STATES)} states, {CELLS} cells")
    assert CELLS >= 2000


@pytest.mark.parametrize("name", ASKED)
def test_no_list_shows_what_the_role_may_not_see(world, name):
    url = url_of_list(name, world)
    for role in ROLES:
        judge(ask(world, role, "get", url), name, role)


@pytest.mark.parametrize("name", POSTED)
def test_posting_anywhere_shows_nothing_either(world, name):
    url = url_of_list(name, world)
    for role in ROLES:
        judge(ask(world, role, "post", url), name, role)


@pytest.mark.parametrize("name", REPORTED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_of_a_report_shows_it_to_others(world, name, method):
    for state in STATES:
        for role in ROLES:
            url = address_of(name, world, state, role)
            response = ask(world, role, method, url)
            judge(response, name, role, by_link=role in LINK_HOLDERS and state)
            if name.startswith(OURS) and state not in SEES[role]:
                hidden = {302, 404} if method == "get" else {302, 404, 405}
                assert response.status_code in hidden, (role, state, response.status_code)
                assert not getattr(response, "written", False), (role, state)


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_works_for_those_who_work_and_for_nobody_else(world, verb):
    for state in JUDGED_BY_VERB:
        report = world.reports[state]
        url = reverse(f"{OURS}:edit", args=[report.pk])
        data = {
            "action": verb,
            "reword_note-note": report.notes.first().pk,
            "seen": report.updated_at.isoformat(),
            "merge-numbers": world.reports["unreleased"].reference,
            **FORMS,
        }
        for role in ROLES:
            response = ask(world, role, "post", url, data)
            judge(response, f"{OURS}:edit", role)
            is_asked = state == "participating" and role in ASKED_PEOPLE
            works = role in WORKS and (verb in OPEN_TO_ASKED or not is_asked)
            if state not in SEES[role]:
                expected = {404} if is_staff(world, role) else {302}
            elif works:
                expected = {200, 302}
            else:
                expected = {403, 302}  # Wagtail leads back to the dashboard with a message
                assert "/edit/" not in response.headers.get("Location", "")
            assert not response.written or (state in SEES[role] and works), (role, state)
            assert response.status_code in expected, (role, state, response.status_code)


def test_those_who_may_see_a_report_do_see_it(world):
    """Without this, a matrix of empty pages would pass."""
    for role in ROLES:
        for state in SEES[role]:
            url = reverse(f"{OURS}:edit", args=[world.reports[state].pk])
            text = text_of(ask(world, role, "get", url))
            for part in ("description", "name", "email", "phone", "note", "answer", "location"):
                assert CANARIES[state, part] in text, (role, state, part)


def test_the_right_link_opens_its_report(world):
    for state in STATES:
        url = address_of("wagtail_anliegen:status", world, state, "right link")
        text = text_of(ask(world, "right link", "get", url))
        assert CANARIES[state, "description"] in text


def test_an_external_link_opens_what_staff_chose_of_its_report_as_long_as_that_is_open(world):
    for state in STATES:
        url = address_of("wagtail_anliegen:external", world, state, "external")
        text = text_of(ask(world, "external", "get", url))
        assert (CANARIES[state, "outside"] in text) == world.reports[state].is_open, state


def test_what_is_not_yours_looks_like_what_is_missing(world):
    for role in ("clerk of A", "reader of A", "clerk of B", "clerk of another site", "dispatcher"):
        missing = text_of(ask(world, role, "get", reverse(f"{OURS}:edit", args=[NOBODY])))
        for state in set(STATES) - SEES[role]:
            url = reverse(f"{OURS}:edit", args=[world.reports[state].pk])
            assert without_noise(text_of(ask(world, role, "get", url))) == without_noise(missing)


def test_a_step_of_another_report_cannot_be_decided_through_ones_own(world):
    """Wagtail takes the step from the address and asks only whether the report is mine."""
    mine, theirs = world.reports["unreleased"], world.reports["other"]
    step = OF_A_REPORT[f"{OURS}:workflow_action"](theirs)["task_state_id"]
    kwargs = {"pk": mine.pk, "action_name": "approve", "task_state_id": step}
    with transaction.atomic():
        url = reverse(f"{OURS}:workflow_action", kwargs=kwargs)
        assert world.client("clerk of A").post(url).status_code == 404
        assert not Report.objects.get(pk=theirs.pk).live
        transaction.set_rollback(True)


# --- asking and judging ----------------------------------------------------


def is_staff(world, role) -> bool:
    return world.users[role].is_active and world.users[role].is_authenticated


def address_of(name, world, state, role) -> str:
    kwargs = OF_A_REPORT[name](world.reports[state])
    query = kwargs.pop("?", {})
    holder = {**dict.fromkeys(BY_LINK, "right link"), **dict.fromkeys(BY_EXTERNAL_LINK, "external")}
    if name in holder and role != holder[name]:
        kwargs["token"] = "A" * 32
    return url_of(name, kwargs, query)


def ask(world, role, method, url, data=None):
    """What is written is rolled back; ``written`` says whether the reports changed."""
    if method == "get":
        response = world.client(role).get(url)
        assert response.status_code < 500, (role, url)
        return response
    with transaction.atomic():
        before = fingerprint()
        response = getattr(world.client(role), method)(url, data or {})
        response.text_seen = text_of(response)
        response.written = fingerprint() != before
        transaction.set_rollback(True)
    assert response.status_code < 500, (role, method, url)
    return response


def fingerprint() -> tuple:
    """Changes with every verb: each of them writes a log entry."""
    reports = Report.objects.order_by("pk").values_list("updated_at", "live", "department")
    return list(reports), ReportLogEntry.objects.count(), OutgoingMessage.objects.count()


def text_of(response) -> str:
    if hasattr(response, "text_seen"):
        return response.text_seen
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{key}: {value}" for key, value in response.headers.items())
    return f"{headers}\n{response.cookies}\n{body.decode(errors='replace')}"


def judge(response, name, role, by_link=""):
    text = text_of(response)
    if "kanari-" not in text:
        return
    for (state, part), word in CANARIES.items():
        if word in text:
            assert allowed(name, role, state, part, by_link), f"{role} reads {word} at {name}"


def allowed(name, role, state, part, by_link) -> bool:
    if part in CONTACT and name not in WITH_CONTACT and not name.startswith(MAILS):
        return False
    if state in PUBLIC and part in OPEN_PARTS:
        return True
    if by_link == state and name in BY_EXTERNAL_LINK:
        return part in OUTSIDE_PARTS
    if by_link == state and name in BY_LINK:
        return part not in INTERNAL_PARTS
    return state in SEES[role]


def without_noise(text: str) -> str:
    """What differs from one request to the next, and the key that was asked for."""
    text = re.sub(
        r"csrf\w*[\"']?[:=\s]+\S+|sessionid=\S+|Set-Cookie.*|Expires:.*|\d\d:\d\d:\d\d",
        "",
        text,
        flags=re.I,
    )
    return re.sub(r"edit/\d+/", "edit/", text)
