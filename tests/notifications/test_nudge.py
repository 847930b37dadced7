"""Mail goes out at once and rules act at once, but nobody's request waits for them."""

import threading
import time

import pytest
from django.core import mail
from django.db.backends.signals import connection_created

from tests.factories import DelegationRuleFactory, DepartmentFactory, make_report
from wagtail_anliegen.casework.delegation import tasks as rules
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications import tasks as mails
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.models import Report


pytestmark = pytest.mark.django_db(transaction=True)
THREADS = {mails.THREAD_NAME, rules.THREAD_NAME}


@pytest.fixture(autouse=True)
def nudged(settings):
    settings.ANLIEGEN_NUDGE = True
    yield
    wait_for(lambda: not workers())


def workers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name in THREADS]


def wait_for(condition) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def sent(*addresses: str) -> bool:
    return set(addresses) <= {address for message in mail.outbox for address in message.to}


@pytest.fixture
def in_the_thread():
    """Runs a function after each statement of the threads that deliver and delegate."""
    functions = []

    def look(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        for function in functions:
            function(sql)
        return result

    def wrap(connection, **kwargs):
        if threading.current_thread().name in THREADS:
            connection.execute_wrappers.append(look)

    connection_created.connect(wrap)
    yield functions.append
    connection_created.disconnect(wrap)


def test_a_citizen_does_not_wait_for_the_mail_server(in_the_thread):
    go = threading.Event()
    in_the_thread(lambda sql: go.wait(20))
    begun = time.monotonic()
    report = make_report(contact=Contact(email="a@example.org"))
    assert time.monotonic() - begun < 10
    assert not mail.outbox and report.messages.filter(state="queued").exists()
    go.set()
    wait_for(lambda: sent("a@example.org"))


def test_a_citizen_does_not_wait_for_the_rules(in_the_thread):
    go = threading.Event()
    in_the_thread(lambda sql: go.wait(20))
    works = DepartmentFactory(email="works@example.org")
    DelegationRuleFactory(forward_to=works)
    report = make_report()
    there = Report.objects.filter(pk=report.pk, department=works)
    assert not there.exists()
    go.set()
    wait_for(there.exists)
    wait_for(lambda: sent("works@example.org"))


def test_a_mail_that_comes_while_the_last_run_ends_is_not_forgotten(in_the_thread):
    """Written after the run looked for the last time, and before it let go."""
    ends, go = threading.Event(), threading.Event()

    def hold_at_the_end(sql):
        if "LIMIT 20" in sql and not go.is_set():
            if not OutgoingMessage.objects.filter(state="queued").exists():
                ends.set()
                go.wait(20)

    in_the_thread(hold_at_the_end)
    first = make_report(contact=Contact(email="a@example.org"))
    assert ends.wait(20)
    make_report(category=first.category, contact=Contact(email="b@example.org"))
    wait_for(lambda: len(workers()) == 1)
    go.set()
    wait_for(lambda: sent("b@example.org"))
