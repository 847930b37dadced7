"""Turns whatever was uploaded into a plain picture, or says kindly why not."""

import io
import warnings

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from wagtail_anliegen.conf import conf


FORMATS = ("JPEG", "MPO", "PNG", "WEBP", "AVIF", "HEIF")
ORIGINAL_SIDE = 2560


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
        with warnings.catch_warnings():
            # Sizes are checked below, against our own limit and before anything is decoded.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _read(content)
    except ValidationError:
        raise
    except Exception as error:
        raise ValidationError(
            _("This file cannot be read as a photo. Please choose a JPEG, PNG, WebP, HEIC or AVIF.")
        ) from error


def _read(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        width, height = image.size
        if width * height > conf.MAX_PHOTO_PIXELS:
            raise ValidationError(
                _("The photo has more than %(limit)s megapixels.")
                % {"limit": conf.MAX_PHOTO_PIXELS // 1_000_000}
            )
        image.draft("RGB", (ORIGINAL_SIDE, ORIGINAL_SIDE))
        if image.mode not in ("RGB", "RGBA", "L"):
            image = _to_plain_mode(image)
        orientation = image.getexif().get(0x0112, 1)
        image.thumbnail((ORIGINAL_SIDE, ORIGINAL_SIDE))
        return _without_metadata(image, orientation)


def _to_plain_mode(image: Image.Image) -> Image.Image:
    exif = image.getexif()
    if image.mode.startswith("I"):  # 16 bits a channel: scale instead of clipping to white
        image = image.point(lambda value: value / 256).convert("L")
    else:
        image = image.convert("RGBA" if "A" in image.mode or image.mode == "P" else "RGB")
    image.getexif().update(exif)
    return image


def _without_metadata(image: Image.Image, orientation: int) -> Image.Image:
    """A new picture from the pixels alone, on white where the old one was transparent."""
    plain = Image.new("RGB", image.size, "white")
    plain.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    plain.getexif()[0x0112] = orientation
    upright = ImageOps.exif_transpose(plain)
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    return clean


def _register_heif() -> None:
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)


def encode(image: Image.Image, side: int, quality: int = 85) -> bytes:
    """JPEG bytes of at most ``side`` pixels, from pixels alone."""
    copy = image.copy()
    copy.thumbnail((side, side))
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
