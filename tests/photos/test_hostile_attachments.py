"""Whatever is attached to a note: an acceptable file under a harmless name, or a refusal."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from tests.factories import make_report, member_of
from tests.photos.hostile import FILES
from tests.photos.hostile_attachments import ATTACHMENTS
from wagtail_anliegen.casework.actions import add_note
from wagtail_anliegen.photos.attachments import NoteAttachment, is_attachment_path, look_at


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """As it comes, without what Django makes of a name: the last line has to hold by itself."""
    made = SimpleUploadedFile("x", content)
    made._name = name
    return made


def test_there_are_enough_of_them():
    assert len({make() for _name, make, _verdict in FILES}) >= 60
    assert len(ATTACHMENTS) >= 60


@pytest.mark.parametrize(
    ("name", "make", "verdict"),
    ATTACHMENTS,
    ids=[ascii(f"{number} {name[:30]}") for number, (name, *_) in enumerate(ATTACHMENTS)],
)
def test_every_attachment_is_accepted_or_refused_as_it_should_be(name, make, verdict):
    try:
        look_at(upload(name, make()))
    except ValidationError as error:
        assert not verdict, error
        assert not re.search(r"[\x00-\x1f\u202e]", " ".join(error.messages))
        return
    assert verdict is not False


@pytest.fixture
def report():
    call_command("setup_anliegen", verbosity=0)
    return make_report()


def test_what_is_accepted_lies_under_a_name_of_ours_and_is_only_ever_saved(client, report, private):
    clerk = member_of(report.department)
    client.force_login(clerk)
    accepted = [(name, make()) for name, make, verdict in ATTACHMENTS if verdict]
    add_note(report, text="x", files=[upload(*file) for file in accepted], user=clerk)
    kept = list(NoteAttachment.objects.order_by("pk"))
    assert len(kept) == len(accepted)
    page = client.get(reverse("wagtail_anliegen_reports:edit", args=[report.pk]))
    assert "<script>alert" not in page.content.decode()
    for attachment, (name, content) in zip(kept, accepted, strict=True):
        assert is_attachment_path(attachment.file.name)
        assert not re.search(r"[/\\\x00-\x1f\u202e]", attachment.name)
        assert len(attachment.name) <= 120
        assert attachment.name.lower().endswith(f".{attachment.ending}"), name
        url = reverse("wagtail_anliegen_reports:attachment", args=[report.pk, attachment.pk])
        response = client.get(url)
        assert b"".join(response.streaming_content) == content
        assert response["Content-Disposition"].startswith("attachment")
        assert "\n" not in response["Content-Disposition"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "html" not in response["Content-Type"] and "svg" not in response["Content-Type"]
    below = [path for path in private.rglob("*") if path.is_file()]
    assert len(below) == len(kept), "nothing was written anywhere else or unpacked"
