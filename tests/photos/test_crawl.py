"""Nobody who walks through everything public finds an original or a byte of its metadata."""

import hashlib
import io
import math
from dataclasses import dataclass

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from tests.factories import CategoryFactory, make_public_report, make_report, member_of
from tests.intake.walking import form_page
from tests.photos.crawler import Crawl
from tests.photos.hostile import CANARY, exif, saved, segment
from tests.publicmap.test_pages import map_page  # noqa: F401  a fixture
from wagtail_anliegen.casework.photo_actions import redact_photo
from wagtail_anliegen.casework.results import add_after_photo
from wagtail_anliegen.photos.models import Photo
from wagtail_anliegen.photos.redaction import WHOLE, Region
from wagtail_anliegen.photos.store import release_photo, store_photo
from wagtail_anliegen.reports.models import Report


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("private"),
    # What Pillow remarks about a strange file is not our business.
    pytest.mark.filterwarnings("ignore"),
]

#: What is in the left upper quarter of each picture, and only there: a plate, let us say.
SECRET = (255, 0, 255)
#: What a picture that nobody released is made of.
HIDDEN = (0, 255, 255)
COVERED = Region(x=0, y=0, width=WHOLE // 2, height=WHOLE // 2)
#: Start of the file, quantisation, Huffman tables, frame, restart interval, scan.
PLAIN = {0xDB, 0xC4, 0xC0, 0xDD, 0xDA}


def picture(colour, number: int) -> Image.Image:
    """Stripes like no other's, with the secret in its corner."""
    image = Image.new("RGB", (800, 600), colour)
    draw = ImageDraw.Draw(image)
    for at in range(0, 800, 40 + number):
        draw.line((at, 0, at + 200, 600), (number * 7 % 256, 90, 30), 5)
    # Chequered, because what covers it has its mean colour.
    for x in range(0, 400, 50):
        for y in range(0, 300, 50):
            colour = SECRET if (x + y) % 100 else (0, 255, 0)
            draw.rectangle((x, y, x + 49, y + 49), colour)
    return image


def full_of_traces(image: Image.Image) -> bytes:
    """A JPEG with everything a camera or a program may write into it."""
    thumbnail = saved(image.resize((160, 120)), "JPEG", comment=CANARY)
    plain = saved(image, "JPEG", exif=exif(1), icc_profile=CANARY * 50, comment=CANARY, quality=95)
    xmp = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>" + CANARY + b"</x:xmpmeta>"
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + CANARY
    more = segment(0xE1, xmp) + segment(0xED, iptc) + segment(0xE2, b"MPF\x00" + thumbnail)
    return plain[:2] + more + plain[2:] + CANARY + thumbnail


def png(image):
    return saved(image, "PNG", exif=exif(1), icc_profile=CANARY * 20)


def webp(image):
    return saved(image, "WEBP", exif=exif(1), xmp=CANARY)


def apple(image):
    from pillow_heif import register_heif_opener

    register_heif_opener()
    return saved(image, "HEIF", exif=exif(1), xmp=CANARY)


@dataclass
class Town:
    sent: list[bytes]
    shown: list[Photo]
    hidden: list[Photo]
    citizens: Report


def stored(town: Town, content: bytes) -> Photo:
    town.sent.append(content)
    return store_photo(content)


@pytest.fixture
def town(map_page):  # noqa: F811
    form_page()
    category = CategoryFactory(code="laterne")
    town = Town([], [], [], None)
    makers = (full_of_traces, png, webp, apple)
    for number in range(8):
        make = makers[number % 4]
        photos = [
            stored(town, make(picture((200, 200, 10 * number), number))),
            stored(town, make(picture(HIDDEN, number + 20))),
        ]
        report = make_public_report(
            category=category,
            latitude=51.65 + number / 200,
            longitude=7.85,
            photos=[photo.pk for photo in photos],
        )
        clerk = member_of(report.department)
        for photo in photos:
            photo.refresh_from_db()
        turned = number % 4
        boxes = [COVERED.turned(turned)]
        redact_photo(
            report, photo=photos[0], regions=boxes, turned=turned, user=clerk, release=True
        )
        town.shown.append(photos[0])
        town.hidden.append(photos[1])
    after = full_of_traces(picture((10, 200, 10), 50))
    town.sent.append(after)
    town.hidden.append(add_after_photo(report, photo=after, user=clerk))
    secret = [stored(town, full_of_traces(picture(HIDDEN, 60 + number))) for number in range(2)]
    town.citizens = make_report(category=category, photos=[secret[0].pk])
    gone = make_public_report(category=category, photos=[secret[1].pk])
    release_photo(secret[1], user=clerk)
    Report.objects.filter(pk=gone.pk).update(live=False)
    town.hidden += secret
    town.hidden.append(stored(town, full_of_traces(picture(HIDDEN, 70))))  # of no report
    return town


def starts(town: Town) -> list[str]:
    found = ["/", "/en/", "/meldungen/", "/en/melden/", "/sitemap.xml", "/robots.txt", "/media/"]
    found += [
        reverse("wagtail_anliegen:report", args=[reference])
        for reference in Report.objects.values_list("reference", flat=True)
    ]
    for latitude, longitude in Report.objects.values_list("latitude", "longitude"):
        found += [] if latitude is None else tiles_over(latitude, longitude)
    return found


def tiles_over(latitude: float, longitude: float) -> list[str]:
    found = []
    for z in range(20):
        x = int((longitude + 180) / 360 * 2**z)
        y = int((1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * 2**z)
        found.append(reverse("wagtail_anliegen:tile", args=[z, x, y]))
    return found


@pytest.fixture
def crawl(town) -> Crawl:
    crawl = Crawl(Client())
    crawl.follow(*starts(town))
    return crawl


def assert_plain(content: bytes) -> None:
    """A JPEG with the segments that a picture needs, and not one other."""
    assert content.startswith(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01")
    at = 20
    while content[at + 1] != 0xDA:
        assert content[at] == 0xFF and content[at + 1] in PLAIN, hex(content[at + 1])
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    assert content.find(b"\xff\xd9", at) == len(content) - 2, "nothing behind the picture"
    assert not Image.open(io.BytesIO(content)).getexif()


def is_near(pixel, colour) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=True))


def shows(content: bytes, colour) -> bool:
    image = Image.open(io.BytesIO(content)).convert("RGB").resize((80, 60))
    return any(is_near(pixel, colour) for _count, pixel in image.getcolors(4_800))


def assert_nothing_leaked(town: Town, crawl: Crawl) -> None:
    originals = {hashlib.sha256(content).hexdigest() for content in town.sent}
    for photo in Photo.objects.all():
        with photo.original.open() as file:
            originals.add(hashlib.sha256(file.read()).hexdigest())
    for content in crawl.images.values():
        assert hashlib.sha256(content).hexdigest() not in originals
        assert CANARY not in content
        assert_plain(content)
    for address, text in crawl.pages.items():
        assert CANARY.decode() not in text, address
        for photo in Photo.objects.all():
            assert not any(name in text for name in names_of(photo)), address


def names_of(photo: Photo) -> list[str]:
    return [file.name for file in (photo.original, photo.display, photo.thumbnail)]


def test_the_crawl_finds_no_original_no_metadata_and_nothing_that_is_covered_or_hidden(town, crawl):
    for photo in town.shown:
        for size in ("display", "thumbnail"):
            found = any(a.endswith(f"/photos/{photo.uuid}/{size}/") for a in crawl.images)
            assert found, "what is public was found, so it was looked at"
    assert sum(code == 200 for code in crawl.codes.values()) > 40
    assert not [address for address, code in crawl.codes.items() if code >= 500]
    assert_nothing_leaked(town, crawl)
    for address, content in crawl.images.items():
        assert not shows(content, SECRET), address
        assert not shows(content, HIDDEN), address
    for photo in town.hidden:
        assert not [a for a, text in crawl.pages.items() if str(photo.uuid) in text]


def test_the_colours_are_seen_where_they_are(town):
    """Or else that none of them was found would say nothing."""
    hidden = town.hidden[0]
    with hidden.display.open() as file:
        content = file.read()
    assert shows(content, SECRET) and shows(content, HIDDEN)
    with town.shown[0].original.open() as file:
        assert shows(file.read(), SECRET)
    with pytest.raises(AssertionError):
        assert_plain(town.sent[0])


def test_whoever_knows_or_guesses_an_address_gets_no_further(town):
    client = Client()
    for photo in town.hidden:
        for size in ("display", "thumbnail", "original", "full"):
            assert client.get(photo.get_url(size)).status_code == 404
    for photo in town.shown:
        for size in ("original", "full", "views", "regions"):
            assert client.get(photo.get_url(size)).status_code == 404


def test_no_folder_of_files_and_no_page_of_staff_leads_to_a_photo(town):
    client = Client()
    roots = (django_settings.MEDIA_URL, django_settings.STATIC_URL, "/", "/private/")
    for photo in Photo.objects.all():
        paths = [f"{root}{name}" for root in roots for name in names_of(photo)]
        assert {client.get(path).status_code for path in paths} == {404}
        for page in ("photo", "check_photo"):
            url = reverse(f"wagtail_anliegen_reports:{page}", args=[photo.report_id or 1, photo.pk])
            response = client.get(url)
            assert response.status_code == 302 and "login" in response["Location"]


def test_the_citizens_own_page_shows_their_own_photo_and_no_byte_of_the_original(town):
    report = town.citizens
    crawl = Crawl(Client())
    crawl.follow(reverse("wagtail_anliegen:status", args=[report.secret_token]))
    own = report.photos.get()
    assert [address for address in crawl.images if str(own.uuid) in address]
    assert_nothing_leaked(town, crawl)
    of_others = [photo for photo in town.hidden if photo != own]
    for photo in of_others:
        assert not [address for address in crawl.images if str(photo.uuid) in address]
        for size in ("display", "thumbnail", "original"):
            args = [report.secret_token, photo.uuid, size]
            url = reverse("wagtail_anliegen:status_photo", args=args)
            assert Client().get(url).status_code == 404
    args = [report.secret_token, own.uuid, "original"]
    assert Client().get(reverse("wagtail_anliegen:status_photo", args=args)).status_code == 404
