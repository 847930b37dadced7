"""No mail is lost and none goes out twice, whatever the mail server does."""

import asyncio
import threading
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django import VERSION as DJANGO_VERSION
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from tests.factories import make_report
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.delivery import (
    BACKOFF,
    LEASE,
    _as_email,
    deliver_due,
    late_by,
    send_again,
    standstill,
)
from wagtail_anliegen.notifications.mail import LINK_PLACEHOLDER, write_status
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.models import StatusUpdate


class Server:
    """A mail server that answers as it is told; ``answers`` maps an address to a reply."""

    def __init__(self):
        self.answers: dict[str, str] = {}
        self.sender_answer = self.data_answer = "250 OK"
        self.received: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str]] = []
        self.slowness = 0.0

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return self.sender_answer

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.slowness)
        content = envelope.content.decode()
        message_id = next(
            line for line in content.splitlines() if line.lower().startswith("message-id:")
        )
        for address in envelope.rcpt_tos:
            self.received.append((address, message_id))
            self.texts.append((address, content))
        return self.data_answer

    @property
    def addresses(self) -> list[str]:
        return [address for address, _message_id in self.received]


@pytest.fixture
def server(settings, unused_tcp_port_factory):
    handler = Server()
    port = unused_tcp_port_factory()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    mail_through(settings, port)
    handler.port = port
    yield handler
    controller.stop()


def mail_through(settings, port):
    """Have Django send to this port of the own machine."""
    backend = "django.core.mail.backends.smtp.EmailBackend"
    if DJANGO_VERSION >= (6, 1):
        options = {"host": "127.0.0.1", "port": port}
        settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    else:
        settings.EMAIL_BACKEND = backend
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


@pytest.fixture
def unused_tcp_port_factory():
    import socket

    def port() -> int:
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            return sock.getsockname()[1]

    return port


def receipt(email: str) -> OutgoingMessage:
    return make_report(contact=Contact(email=email)).messages.get(kind="receipt")


@pytest.mark.django_db
def test_what_is_due_goes_out_once(server):
    message = receipt("a@example.org")
    deliver_due()
    deliver_due()
    assert server.addresses.count("a@example.org") == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 1)
    assert message.sent_at


@pytest.mark.django_db
def test_a_permanent_refusal_is_given_up_at_once_and_stays_visible(server):
    server.answers["weg@example.org"] = "550 no such user"
    message = receipt("weg@example.org")
    deliver_due()
    message.refresh_from_db()
    assert message.state == "failed"
    assert "550" in message.last_error


@pytest.mark.django_db
def test_one_bad_address_never_blocks_the_rest(server):
    server.answers["weg@example.org"] = "550 no such user"
    server.answers["spaeter@example.org"] = "451 try again later"
    for name in ("weg", "spaeter", "a", "b"):
        receipt(f"{name}@example.org")
    deliver_due()
    assert {"a@example.org", "b@example.org"} <= set(server.addresses)


@pytest.mark.django_db
def test_after_a_failure_the_wait_grows_and_the_message_id_stays(server):
    server.data_answer = "451 try again later"
    message = receipt("a@example.org")
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _attempt in range(5):
            before = timezone.now()
            deliver_due()
            message.refresh_from_db()
            assert message.state == "queued"
            waits.append(message.due_at - before)
            assert deliver_due() == 0, "not before it is due again"
            clock.move_to(message.due_at + timedelta(seconds=1))
        server.data_answer = "250 OK"
        deliver_due()
    assert waits == [*BACKOFF, BACKOFF[-1]]
    message.refresh_from_db()
    assert message.state == "sent"
    ids = {line for address, line in server.received if address == "a@example.org"}
    assert len(ids) == 1


@pytest.mark.django_db
def test_a_server_that_is_away_loses_nothing(server, settings, unused_tcp_port_factory):
    message = receipt("a@example.org")
    mail_through(settings, unused_tcp_port_factory())
    deliver_due()
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 1)
    assert message.last_error
    mail_through(settings, server.port)
    with time_machine.travel(timezone.now() + timedelta(hours=72)):
        deliver_due()
    assert server.addresses.count("a@example.org") == 1


@pytest.mark.django_db
def test_a_run_that_died_leaves_a_lease_that_ends_by_itself(server):
    message = receipt("a@example.org")
    OutgoingMessage.objects.update(leased_until=timezone.now() + LEASE)
    assert deliver_due() == 0
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
        deliver_due()
    message.refresh_from_db()
    assert message.state == "sent"


@pytest.mark.django_db
def test_sent_again_it_is_a_mail_of_its_own(server):
    message = receipt("a@example.org")
    deliver_due()
    send_again(message)
    deliver_due()
    ids = [line for address, line in server.received if address == "a@example.org"]
    assert len(ids) == len(set(ids)) == 2


@pytest.mark.django_db
def test_a_mail_that_waits_tells_how_late_delivery_is(server):
    assert standstill() is None
    receipt("a@example.org")
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        assert standstill() >= timedelta(minutes=20)
        deliver_due()
        assert standstill() is None


@pytest.mark.django_db
def test_a_server_that_is_away_is_noticed_although_each_failure_is_tried_again(
    server, settings, unused_tcp_port_factory
):
    mail_through(settings, unused_tcp_port_factory())
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        receipt("a@example.org")
        for minute in range(60):
            clock.move_to(now + timedelta(minutes=minute))
            deliver_due()
            assert late_by() == (minute if minute > 15 else None)
        mail_through(settings, server.port)
        clock.shift(timedelta(hours=1))
        deliver_due()
        assert late_by() is None


@pytest.mark.django_db
def test_one_full_mailbox_is_not_taken_for_a_server_that_is_away(server):
    server.answers["voll@example.org"] = "452 mailbox full"
    receipt("voll@example.org")
    deliver_due()
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        receipt("a@example.org")
        deliver_due()
        assert late_by() is None


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["sender", "recipient", "data"])
def test_a_sender_that_the_server_refuses_costs_no_mail(server, stage):
    """An editor mistypes the sender on a Tuesday, and puts it right on Wednesday."""
    refusal = "553 5.7.1 <falsch@example.org>: Sender address rejected"
    message = receipt("a@example.org")
    match stage:
        case "sender":
            server.sender_answer = refusal
        case "recipient":
            server.answers["a@example.org"] = refusal
        case "data":
            server.data_answer = refusal
    deliver_due()
    message.refresh_from_db()
    assert (message.state, "553" in message.last_error) == ("queued", True)
    server.sender_answer = server.data_answer = "250 OK"
    server.answers.clear()
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        deliver_due()
    assert "a@example.org" in server.addresses


@pytest.mark.django_db
def test_a_mail_whose_text_is_refused_for_good_is_given_up(server):
    server.data_answer = "554 looks like spam"
    message = receipt("a@example.org")
    deliver_due()
    message.refresh_from_db()
    assert message.state == "failed"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "address"), [("de", "/anliegen/status/"), ("en", "/en/anliegen/status/")]
)
def test_the_link_in_a_mail_has_the_language_of_the_mail(server, language, address):
    """Whatever language the worker speaks, or the person who caused the mail."""
    make_report(contact=Contact(email="a@example.org"), language=language)
    for spoken in ("de", "en"):
        with override(spoken):
            deliver_due()
            OutgoingMessage.objects.update(state="queued", due_at=timezone.now())
    receipts = [text for recipient, text in server.texts if recipient == "a@example.org"]
    assert len(receipts) == 2
    assert all(f"localhost{address}" in text for text in receipts)


@pytest.mark.django_db(transaction=True)
def test_runs_at_the_same_moment_never_send_a_mail_twice(server):
    server.slowness = 0.02
    for number in range(12):
        receipt(f"nr{number}@example.org")
    OutgoingMessage.objects.filter(kind="notice").delete()
    start = threading.Barrier(4)

    def run():
        try:
            start.wait()
            deliver_due()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(server.addresses) == {f"nr{number}@example.org": 1 for number in range(12)}
    assert not OutgoingMessage.objects.exclude(state="sent").exists()


@pytest.mark.django_db
def test_the_command_for_cron_says_how_many_it_sent(server):
    receipt("a@example.org")
    due = OutgoingMessage.objects.count()
    out = StringIO()
    call_command("anliegen_deliver", stdout=out)
    assert f"{due} sent" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_worker_goes_on_until_it_is_stopped_and_survives_a_failing_turn(server, monkeypatch):
    from wagtail_anliegen.management.commands import anliegen_deliver

    turns = []

    def turn():
        turns.append(1)
        if len(turns) == 1:
            raise RuntimeError("the database is away")
        if len(turns) == 3:
            raise KeyboardInterrupt
        return deliver_due()

    monkeypatch.setattr(anliegen_deliver, "deliver_due", turn)
    receipt("a@example.org")
    with pytest.raises(KeyboardInterrupt):
        call_command("anliegen_deliver", loop=True, seconds=0.01)
    assert "a@example.org" in server.addresses


@pytest.mark.django_db
def test_a_typed_placeholder_yields_no_secret_link():
    report = make_report()
    staff = OutgoingMessage(report=report, kind="colleague", body=LINK_PLACEHOLDER, language="en")
    assert report.secret_url not in _as_email(staff).body
    update = StatusUpdate(report=report, status="in_review", text=f"See {LINK_PLACEHOLDER}.")
    assert write_status(update).body.count(LINK_PLACEHOLDER) == 1
