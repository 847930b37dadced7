"""Whatever is uploaded: a plain picture without metadata, or a kind refusal."""

import io
import re
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from tests.photos.hostile import CANARY, FILES, heic, jpeg, quarters, saved, turned
from wagtail_anliegen.photos.decoding import decode
from wagtail_anliegen.photos.store import store_photo


pytestmark = pytest.mark.django_db
# What Pillow remarks about a strange file is not our business.
filtered = pytest.mark.filterwarnings("ignore")

#: JPEG segments that hold something other than the picture: APP1–APP15 and comments.
METADATA = re.compile(rb"\xff[\xe1-\xef\xfe]")
CORNERS = {(0, 0): (255, 0, 0), (1, 0): (0, 255, 0), (1, 1): (0, 0, 255), (0, 1): (0, 0, 0)}


def kept_files(content):
    photo = store_photo(content)
    try:
        for name in ("original", "display", "thumbnail"):
            with getattr(photo, name).open() as file:
                yield file.read()
    finally:
        photo.delete_files()


def assert_upright(image):
    for (x, y), colour in CORNERS.items():
        seen = image.getpixel((x * (image.width - 1), y * (image.height - 1)))
        assert all(abs(a - b) < 60 for a, b in zip(seen, colour, strict=True)), (x, y, seen)


@filtered
@pytest.mark.parametrize(("name", "make", "verdict"), FILES, ids=[name for name, *_ in FILES])
def test_every_file_is_accepted_without_metadata_or_refused(name, make, verdict):
    try:
        files = list(kept_files(make()))
    except ValidationError:
        assert not verdict
        return
    assert verdict is not False
    for content in files:
        assert CANARY not in content
        assert b"script" not in content
        assert b"GPS" not in content and b"Exif" not in content and b"ICC_PROFILE" not in content
        header = content[: content.index(b"\xff\xda")]
        assert not METADATA.search(header[20:].split(b"\xff\xdb")[0])
        with Image.open(io.BytesIO(content)) as image:
            assert image.format == "JPEG" and image.mode == "RGB"
            assert max(image.size) <= 2560
            assert not image.getexif() and set(image.info) <= JFIF


JFIF = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_whatever_its_orientation(orientation):
    assert_upright(decode(turned(orientation)))


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
def test_other_formats_stand_upright_too(format, orientation):
    stored = Image.open(io.BytesIO(turned(orientation)))
    assert_upright(decode(saved(stored, format, exif=stored.info["exif"], quality=95)))


def test_a_heic_stands_upright():
    assert_upright(decode(heic(quality=95)))
    exif = Image.open(io.BytesIO(turned(6))).getexif()
    assert decode(heic(exif=exif.tobytes())).size == (60, 80)


def test_transparency_becomes_white():
    glass = Image.new("RGBA", (80, 60), (255, 0, 0, 0))
    assert decode(saved(glass, "PNG")).getpixel((40, 30)) == (255, 255, 255)
    masked = saved(quarters(mode="P"), "PNG", transparency=0)
    assert decode(masked).mode == "RGB"


def test_sixteen_bits_are_scaled_and_not_clipped():
    grey = decode(saved(Image.new("I;16", (80, 60), 32_768), "PNG"))
    assert abs(grey.getpixel((40, 30))[0] - 128) <= 1


def test_a_large_photo_is_shrunk_without_seams():
    ramp = Image.linear_gradient("L").resize((4000, 6000)).convert("RGB")
    small = decode(jpeg(ramp, quality=95))
    assert small.size == (1707, 2560)
    column = [small.getpixel((800, y))[0] for y in range(0, 2560, 8)]
    assert all(0 <= below - above <= 3 for above, below in zip(column, column[1:], strict=False))


def test_the_limits_are_said_in_the_message(settings):
    settings.ANLIEGEN_MAX_PHOTO_PIXELS = 2_000_000
    with pytest.raises(ValidationError, match="2"):
        decode(jpeg(Image.new("RGB", (2000, 1500))))
    settings.ANLIEGEN_MAX_PHOTO_BYTES = 1024 * 1024
    with pytest.raises(ValidationError, match="1 MB"):
        decode(bytes(1024 * 1024 + 1))


def test_decoders_of_other_formats_are_never_asked():
    """In a fresh process: refusing a TIFF, PDF or EPS does not even load what reads it."""
    script = """
import django; django.setup()
from django.core.exceptions import ValidationError
from tests.photos.hostile import postscript, psd, svg, quarters, saved
files = [postscript(), psd(), svg(), b"BM" + bytes(200), b"II*" + bytes(200), b"%PDF-1.4"]
from PIL import Image
from wagtail_anliegen.photos.decoding import FORMATS, decode
asked = []
for name, (factory, accept) in list(Image.OPEN.items()):
    if name not in FORMATS:
        Image.OPEN[name] = (lambda *a, n=name: asked.append(n), lambda *a, n=name: asked.append(n))
for content in files:
    try:
        decode(content)
        asked.append("accepted")
    except ValidationError:
        pass
print("asked:", asked)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert "asked: []" in done.stdout, done.stderr


def test_no_file_takes_more_than_400_megabytes_or_much_time(tmp_path):
    """All of them in one process of their own, with a generous bound for a busy machine."""
    for number, (_name, make, _verdict) in enumerate(FILES):
        (tmp_path / f"{number:03}").write_bytes(make())
    script = """
import pathlib, resource, sys, time, warnings
warnings.simplefilter("ignore")
import django; django.setup()
from django.core.exceptions import ValidationError
from wagtail_anliegen.photos.decoding import decode, encode

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

before, slowest = peak(), 0
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    content = path.read_bytes()
    started = time.process_time()
    try:
        encode(decode(content), 2560, 90)
    except ValidationError:
        pass
    slowest = max(slowest, time.process_time() - started)
print(peak() - before, round(slowest, 1))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    megabytes, seconds = map(float, done.stdout.split())
    assert seconds <= 15
    assert megabytes <= 480, megabytes  # many files in a row
