"""Forty reports before ten o'clock: how many clicks and seconds each takes, by mouse and by key."""

import statistics
import time

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    RoutingRuleFactory,
    make_report,
    member_of,
)
from tests.maintaining import page_of
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.reports.models import Report


pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FORTY = 40
KINDS = ("release", "forward", "close", "reject", "note")
TEXT = "Vielen Dank, das ist erledigt."
OTHER = "Stadtwerke"


class Desk:
    """Counts what the person at the desk does."""

    def __init__(self, page):
        self.page, self.acts, self.per_report = page, 0, []

    def click(self, selector):
        self.acts += 1
        self.page.click(selector)

    def choose(self, selector, **option):
        self.acts += 1
        self.page.select_option(selector, **option)

    def press(self, key):
        self.acts += 1
        self.page.keyboard.press(key)

    def write(self, words):
        """Typing a text is work of its own and counts as none of the clicks."""
        self.page.keyboard.insert_text(words)

    def told(self):
        self.page.wait_for_selector(".messages .success")


def by_mouse(desk, kind):
    if kind == "release":
        desk.click(".anliegen-triage [value=release_accept]")
        return
    opens = {"close": "status"}.get(kind, kind)
    desk.click(f".anliegen-triage [data-anliegen-case-opens-param=anliegen-{opens}]")
    if kind == "forward":
        desk.choose("[name=forward-department]", label=OTHER)
        desk.page.focus("[name=forward-reason]")
    if kind == "reject":
        desk.choose("[name=reject-rejection_reason]", index=1)
        desk.page.focus("[name=reject-text]")
    desk.write(TEXT)
    desk.click(f"#anliegen-{opens} [name=action]")


def by_key(desk, kind):
    desk.press({"release": "r", "forward": "f", "close": "c", "reject": "x", "note": "n"}[kind])
    if kind == "release":
        return
    focused = {"forward": "forward-department", "reject": "reject-rejection_reason"}
    name = focused.get(kind) or {"close": "status-text", "note": "note-text"}[kind]
    desk.page.wait_for_selector(f"[name={name}]:focus")
    if kind in focused:
        desk.press(OTHER[0] if kind == "forward" else "ArrowDown")
        desk.press("Tab")
    desk.write(TEXT)
    desk.press("Control+Enter")


@pytest.mark.parametrize("way", [by_mouse, by_key], ids=["mouse", "keyboard"])
def test_forty_mixed_reports_are_cleared_with_few_clicks_each(browser_context, way):
    call_command("setup_anliegen", verbosity=0)
    DepartmentFactory(name=OTHER)
    RoutingRuleFactory(department=DepartmentFactory(name="Ordnungsamt"))
    categories = [CategoryFactory(name=f"Kategorie {letter}") for letter in "ABCD"]
    reports = [
        make_report(
            category=categories[number % len(categories)],
            description=f"Nummer {number}: hier stimmt etwas nicht.",
            address=f"Lindenweg {number}",
            contact=Contact(email=f"person{number}@example.org") if number % 2 else Contact(),
            language="de",
        )
        for number in range(FORTY)
    ]
    page = page_of(member_of(reports[0].department), browser_context)
    page.goto(reverse("wagtail_anliegen_reports:list"))
    page.click(f"text={reports[0].reference}")
    seconds = clear(Desk(page), reports, way)
    print(
        f"\n{way.__name__}: {len(reports)} reports, "
        f"{statistics.median(seconds['acts']):.0f} clicks or "
        f"keys (at most {max(seconds['acts'])}), {statistics.median(seconds['time']):.1f} s each "
        f"(at most {max(seconds['time']):.1f} s), {sum(seconds['time']):.0f} s in all"
    )
    assert max(seconds["acts"]) <= (3 if way is by_mouse else 4)
    assert not Report.objects.waiting_for_review().filter(department=reports[0].department)


def clear(desk, reports, way) -> dict[str, list]:
    """Work through the folder; the next report opens by itself."""
    spent = {"acts": [], "time": []}
    for number, report in enumerate(reports):
        desk.page.wait_for_selector(f".anliegen-case__reference:has-text('{report.reference}')")
        started, before = time.perf_counter(), desk.acts
        kind = KINDS[number % len(KINDS)]
        way(desk, kind)
        desk.told()
        if kind == "note":  # a note leaves the report where it is, so it is released as well
            spent["acts"].append(desk.acts - before)
            before = desk.acts
            way(desk, "release")
        spent["acts"].append(desk.acts - before)
        if report is not reports[-1]:
            following = reports[number + 1].reference
            desk.page.wait_for_selector(f".anliegen-case__reference:has-text('{following}')")
        spent["time"].append(time.perf_counter() - started)
    desk.page.wait_for_selector(".anliegen-empty")
    return spent
