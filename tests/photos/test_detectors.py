"""What a detector promises, and what ours find; those that need the extra say so or are skipped."""

import hashlib
import io
import socket

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from PIL import Image

from tests.factories import make_report
from tests.machine import missing
from tests.photos import drawn
from tests.photos.detectors import NAME, Needy, Nothing, Places, Wrong
from wagtail_anliegen.photos.detectors import (
    Detector,
    check_detector,
    get_detectors,
    missing_modules,
)
from wagtail_anliegen.photos.detectors.dummy import DummyDetector
from wagtail_anliegen.photos.detectors.faces import WEIGHTS, FaceDetector
from wagtail_anliegen.photos.detectors.padding import padded
from wagtail_anliegen.photos.detectors.plates import Line, PlateDetector, plates_in
from wagtail_anliegen.photos.models import Detection
from wagtail_anliegen.photos.store import store_photo


FACES = "wagtail_anliegen.photos.detectors.faces.FaceDetector"
PLATES = "wagtail_anliegen.photos.detectors.plates.PlateDetector"
SIZE = (2048, 1536)


# --- the contract -----------------------------------------------------------


@pytest.mark.parametrize("detector", [DummyDetector(), Nothing(), Places()])
def test_what_keeps_the_contract_passes(detector):
    check_detector(detector)


@pytest.mark.parametrize(
    "detector",
    [
        object(),
        Needy(),
        Wrong(x1=-1),
        Wrong(x2=5000),
        Wrong(y1=9, y2=9),
        Wrong(x1=1.5),
        Wrong(score=2.0),
        Wrong(score=1),
        Wrong(kind="plate"),
        Wrong(sure=None),
    ],
)
def test_what_breaks_the_contract_is_told_so(detector):
    with pytest.raises(AssertionError, match="contract"):
        check_detector(detector)


def test_a_detector_is_made_once_for_a_process(settings):
    options = {"boxes": [[0, 0, 1, 1]]}
    settings.ANLIEGEN_DETECTORS = [{"path": f"{NAME}Places", "options": options}]
    assert get_detectors()[0] is get_detectors()[0]
    settings.ANLIEGEN_DETECTORS = [f"{NAME}Places", f"{NAME}Nothing"]
    assert [each.name for each in get_detectors()] == ["places", "nothing"]
    assert get_detectors()[0].boxes != options["boxes"]


@pytest.mark.parametrize(
    ("entry", "id"),
    [
        ("nowhere.Detector", "E008"),
        (f"{NAME}NAME", "E008"),
        ("wagtail_anliegen.photos.redaction.Region", "E008"),
        ({"path": f"{NAME}Nothing", "options": {"size": 3}}, "E008"),
        ({"options": {}}, "E008"),
        (7, "E008"),
        (f"{NAME}Needy", "E009"),
        (f"{NAME}Nothing", None),
        ({"path": f"{NAME}Places", "options": {"kind": "plate"}}, None),
    ],
)
def test_a_detector_that_cannot_work_is_an_error_at_start(settings, entry, id):
    settings.ANLIEGEN_DETECTORS = [entry]
    found = {message.id for message in run_checks() if message.is_serious()}
    assert found == ({f"wagtail_anliegen.{id}"} if id else set())


# --- ours, without what they need -------------------------------------------


def test_the_weights_are_those_of_the_official_file():
    digest = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    assert digest == "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"
    assert digest in (WEIGHTS.parent / "README.md").read_text()
    assert "MIT License" in (WEIGHTS.parent / "LICENSE").read_text()


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((100, 100, 200, 150), (80, 85, 220, 165)),
        ((0, 0, 10, 10), (0, 0, 12, 13)),
        ((95.5, 95.5, 300, 300), (54, 34, 300, 300)),
        ((-50, -50, -10, -10), (0, 0, 1, 2)),
        ((400, 400, 400, 400), (299, 299, 300, 300)),
    ],
)
def test_a_margin_ends_at_the_edge_and_is_never_empty(box, expected):
    assert padded(box, (300, 300), left=0.2, right=0.2, height=0.3) == expected


def line(text, *, x=100, y=100, height=30, width=None, score=0.9) -> Line:
    return Line(text, score, (x, y, x + (width or 20 * len(text)), y + height))


@pytest.mark.parametrize(
    "text",
    ["LF AB 123", "LF·AB123", "KX 47", "M-XY 1234E", "AB-123-CD", "1 ABC 234", "wÜ UE 96"],
)
def test_plates_of_all_neighbours_are_covered(text):
    (found,) = plates_in([line(text)], SIZE)
    assert found.sure and found.kind == "plate"


@pytest.mark.parametrize(
    "text", ["Bäckerei", "Haus 12", "Tempo 30", "1234", "P", "A1", "Lerchenfurt 12345", "12:30"]
)
def test_other_words_are_not(text):
    assert plates_in([line(text)], SIZE) == []


def test_a_plate_is_covered_with_its_band_and_its_frame():
    (found,) = plates_in([line("LF AB 123", x=100, y=100, width=200, height=40)], SIZE)
    assert (found.x1, found.y1, found.x2, found.y2) == (64, 88, 320, 152)


def test_both_lines_of_a_plate_are_covered():
    upper, lower = line("LF", x=150, y=60), line("AB 123", y=100)
    (found,) = plates_in([upper, lower], SIZE)
    assert found.y1 < 60 and found.y2 > 130
    (found,) = plates_in([line("KX"), line("47", y=135)], SIZE)
    assert found.y1 < 100 and found.y2 > 165
    assert plates_in([line("KX"), line("47", y=400)], SIZE) == []


def test_above_what_may_be_the_lower_line_of_a_plate_is_covered_too():
    """The single letter of a large city is often not seen as text."""
    (found,) = plates_in([line("F 4996")], SIZE)
    assert found.y1 < 100 - 40


def test_large_text_is_covered_only_when_it_is_a_plate_beyond_doubt():
    for text, sure in (("LF AB 123", True), ("24 STUNDEN", False)):
        (found,) = plates_in([line(text, height=250, width=1200)], SIZE)
        assert found.sure == sure


def test_what_has_the_shape_of_a_plate_and_cannot_be_read_is_for_a_person():
    (found,) = plates_in([line("l:.", width=130, score=0.2)], SIZE)
    assert not found.sure


# --- ours, in earnest -------------------------------------------------------


@pytest.fixture(scope="module", params=[FaceDetector, PlateDetector])
def real(request) -> Detector:
    return _installed(request.param())


def _installed(detector: Detector) -> Detector:
    if modules := missing_modules(detector):
        missing(f"{modules[0]} (of the extra “anonymise”)", "ANLIEGEN_REQUIRE_DETECTORS")
    return detector


@pytest.fixture(scope="module")
def faces():
    return _installed(FaceDetector())


@pytest.fixture(scope="module")
def plates():
    return _installed(PlateDetector())


@pytest.fixture(autouse=True)
def without_network(monkeypatch):
    def refuse(*args):
        raise AssertionError("a detector asked the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def holds(found, box) -> bool:
    return any(
        place.x1 <= box[0] and place.y1 <= box[1] and place.x2 >= box[2] and place.y2 >= box[3]
        for place in found
        if place.sure
    )


def test_ours_keep_the_contract_without_a_network(real):
    check_detector(real)


@pytest.mark.parametrize("height", [40, 160, 500])
def test_a_face_is_found(faces, height):
    image, box = drawn.face(height)
    assert holds(faces.detect(image), box)


def test_in_a_picture_without_a_face_there_is_none(faces):
    assert faces.detect(drawn.nothing()) == []


@pytest.mark.parametrize(
    "lines", [("LF AB 123",), ("HH KX 47",), ("LER", "XQ 2438"), ("AB-123-CD",)]
)
def test_a_plate_is_found(plates, lines):
    image, box = drawn.plate(*lines)
    assert holds(plates.detect(image), box)


def test_in_a_picture_without_a_plate_there_is_none(plates):
    assert plates.detect(drawn.nothing()) == []


@pytest.mark.django_db
def test_from_the_photo_to_the_covered_picture(settings, faces, plates):
    settings.ANLIEGEN_DETECTORS = [FACES, {"path": PLATES, "options": {"threads": 1}}]
    image, _box = drawn.plate("LF AB 123")
    portrait, _box = drawn.face(160, size=(500, 400))
    image.paste(portrait, (50, 50))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92)
    photo = make_report(photos=[store_photo(out.getvalue()).pk]).photos.get()
    call_command("anliegen_detect")
    photo.refresh_from_db()
    assert Detection.objects.get().state == "covered"
    assert {box.kind for box in photo.boxes} == {"face", "plate"}
    with photo.display.open() as file:
        shown = Image.open(file).convert("RGB")
    assert faces.detect(shown) == [] and plates.detect(shown) == []
