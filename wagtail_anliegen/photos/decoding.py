"""Turns whatever was uploaded into a plain picture, or says kindly why not."""

import io
import threading
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Only these formats are ever tried: the other decoders of Pillow never see a citizen's file.
# An MPO (a JPEG with further pictures behind the first) is a JPEG to Pillow's opener.
from PIL import AvifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from wagtail_anliegen.conf import conf

from .structure import check_structure


FORMATS = (
    JpegImagePlugin.JpegImageFile.format,
    PngImagePlugin.PngImageFile.format,
    WebPImagePlugin.WebPImageFile.format,
    AvifImagePlugin.AvifImageFile.format,
    "HEIF",
)
ORIGINAL_SIDE = 2560
ORIENTATION = 0x0112
#: EXIF orientation → what has to be done to the picture.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
STRIP_PIXELS = 2_000_000
#: A process with many threads needs the memory for one large picture, not for many.
_one_at_a_time = threading.Lock()


def decode(content: bytes) -> Image.Image:
    """An upright RGB picture of at most 2560 pixels a side, without any metadata.

    Raises ``ValidationError`` for everything that is not an acceptable photo.
    """
    if len(content) > conf.MAX_PHOTO_BYTES:
        raise ValidationError(
            _("The photo is larger than %(limit)s MB.")
            % {"limit": conf.MAX_PHOTO_BYTES // 1024 // 1024}
        )
    _register_heif()
    try:
        check_structure(content)
        with _one_at_a_time:
            return _read(content)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(conf.MAX_PHOTO_PIXELS) from error
    except Exception as error:
        raise ValidationError(
            _("This file cannot be read as a photo. Please choose a JPEG, PNG, WebP, HEIC or AVIF.")
        ) from error


def _read(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        limit = conf.MAX_PHOTO_PIXELS // _weight(image)
        if image.width * image.height > limit:
            raise _too_many_pixels(limit)
        turn = TURNS.get(_orientation(image))
        if image.format == "HEIF":
            return _shrunk(*_heif_rows(content))
        image.draft("RGB", (ORIGINAL_SIDE, ORIGINAL_SIDE))
        plain = _shrunk(image.size, lambda top, end: image.crop((0, top, image.width, end)))
    return plain if turn is None else plain.transpose(turn)


def _weight(image: Image.Image) -> int:
    """How many times as much memory as a plain picture the decoder takes for a pixel."""
    if image.format in ("WEBP", "AVIF"):
        return 4
    deep = image.format == "HEIF" and image.info.get("bit_depth", 8) > 8
    return 2 if deep or image.info.get("progressive") else 1


def _too_many_pixels(limit: int) -> ValidationError:
    return ValidationError(
        _("The photo has more than %(limit)s megapixels.") % {"limit": limit // 1_000_000}
    )


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(ORIENTATION, 1)
    except Exception:  # noqa: BLE001  broken metadata is no reason to refuse the picture
        return 1
    return value if isinstance(value, int) else 1


def _heif_rows(content: bytes) -> tuple[tuple[int, int], Callable]:
    """The decoder's own memory, row by row; it has turned the picture already.

    Pillow's plugin would copy all of it: too much for the 48 megapixels of a telephone.
    """
    from pillow_heif import open_heif

    image = open_heif(io.BytesIO(content))
    data = memoryview(image.data)
    width, stride = image.size[0], image.stride

    def rows(top: int, end: int) -> Image.Image:
        part = data[top * stride : end * stride]
        return Image.frombytes(image.mode, (width, end - top), part, "raw", image.mode, stride)

    return image.size, rows


def _shrunk(size: tuple[int, int], rows: Callable[[int, int], Image.Image]) -> Image.Image:
    """A new RGB picture from the pixels alone.

    Strip by strip, so that a large picture never lies in memory twice.
    """
    width, height = size
    factor = max(1, max(width, height) // ORIGINAL_SIDE)
    step = max(1, STRIP_PIXELS // width // factor) * factor
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    for top in range(0, height, step):
        strip = _on_white(rows(top, min(height, top + step)))
        small.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    small.thumbnail((ORIGINAL_SIDE, ORIGINAL_SIDE))
    return small


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits a channel: scale instead of clipping to white
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    plain = Image.new("RGB", image.size, "white")
    plain.paste(image, mask=image.getchannel("A"))
    return plain


def _register_heif() -> None:
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def encode(image: Image.Image, side: int, quality: int = 85) -> bytes:
    """JPEG bytes of at most ``side`` pixels, from pixels alone."""
    copy = image.copy()
    copy.thumbnail((side, side))
    out = io.BytesIO()
    # Not progressive: that takes three times as long to write, for two per cent of the size.
    copy.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
