"""Odd and hostile files, made by code: nothing binary is committed.

Each entry is (name, maker, verdict): ``True`` is accepted, ``False`` refused, ``None`` either.
"""

import io
import struct
import zipfile
import zlib

from PIL import Image, ImageDraw, PngImagePlugin


#: Must be in none of the three files that are kept of an accepted photo.
CANARY = b"CANARY-51.681-7.816"
SCRIPT = b"<script>alert('" + CANARY + b"')</script>"


def quarters(size=(80, 60), mode="RGB") -> Image.Image:
    """Red, green, blue, black from the top left clockwise: shows which way is up."""
    image = Image.new("RGB", size, "black")
    draw = ImageDraw.Draw(image)
    width, height = size[0] // 2, size[1] // 2
    draw.rectangle((0, 0, width - 1, height - 1), "red")
    draw.rectangle((width, 0, size[0], height - 1), "lime")
    draw.rectangle((width, height, *size), "blue")
    return image.convert(mode)


def saved(image: Image.Image, format: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def jpeg(image=None, **options) -> bytes:
    return saved(image or quarters(), "JPEG", **options)


# --- JPEG -------------------------------------------------------------------------


def exif(orientation=None) -> bytes:
    data = Image.Exif()
    data[0x010E] = SCRIPT.decode()  # description
    data[0x010F] = CANARY.decode()  # maker
    if orientation:
        data[0x0112] = orientation
    gps = data.get_ifd(0x8825)
    gps[1], gps[2] = "N", (51.0, 40.0, 51.6)
    gps[3], gps[4] = "E", (7.0, 48.0, 57.6)
    gps[29] = CANARY.decode()
    return data.tobytes()


def segment(code: int, body: bytes) -> bytes:
    return b"\xff" + bytes([code]) + struct.pack(">H", len(body) + 2) + body


def with_segments(*segments: bytes) -> bytes:
    plain = jpeg()
    return plain[:2] + b"".join(segments) + plain[2:]


def iptc() -> bytes:
    record = b"\x1c\x02\x78" + struct.pack(">H", len(CANARY)) + CANARY
    body = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(record)) + record
    return with_segments(segment(0xED, body + b"\x00" * (len(record) % 2)))


def xmp() -> bytes:
    packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SCRIPT + b"</x:xmpmeta>"
    return with_segments(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + packet))


def large_icc() -> bytes:
    return jpeg(icc_profile=(CANARY * 170_000)[: 3 * 1024 * 1024])


def embedded_thumbnail() -> bytes:
    thumbnail = jpeg(quarters((40, 30)), comment=CANARY)
    ifd0 = struct.pack("<HI", 0, 14)  # no entries; the next directory follows
    ifd1 = struct.pack("<H", 2)
    ifd1 += struct.pack("<HHII", 0x0201, 4, 1, 14 + 2 + 24 + 4)
    ifd1 += struct.pack("<HHII", 0x0202, 4, 1, len(thumbnail)) + struct.pack("<I", 0)
    tiff = b"II*\x00" + struct.pack("<I", 8) + ifd0 + ifd1 + thumbnail
    return with_segments(segment(0xE1, b"Exif\x00\x00" + tiff))


def huge_exif() -> bytes:
    data = Image.Exif()
    data[0x010E] = CANARY.decode() * 3_300
    return jpeg(exif=data.tobytes())


def exif_in_pieces() -> bytes:
    """Several EXIF segments that a decoder joins: directory entries that overlap by megabytes."""
    entries, size = 20_000, 900_000
    tiff = b"II*\x00" + struct.pack("<IH", 8, entries)
    for tag in range(entries):
        tiff += struct.pack("<HHII", tag + 1000, 1, size - 1000, 500)
    tiff = tiff.ljust(size, b"\x01")
    pieces = [tiff[at : at + 60_000] for at in range(0, size, 60_000)]
    return with_segments(*[segment(0xE1, b"Exif\x00\x00" + piece) for piece in pieces])


def broken_exif() -> bytes:
    return with_segments(segment(0xE1, b"Exif\x00\x00II*\x00\xff\xff\xff\xff" + CANARY))


def odd_orientation() -> bytes:
    tiff = b"II*\x00" + struct.pack("<IH", 8, 1) + struct.pack("<HHII", 0x0112, 3, 1, 99)
    return with_segments(segment(0xE1, b"Exif\x00\x00" + tiff + struct.pack("<I", 0)))


def text_orientation() -> bytes:
    tiff = b"II*\x00" + struct.pack("<IH", 8, 1) + struct.pack("<HHI4s", 0x0112, 2, 4, b"<s>\x00")
    return with_segments(segment(0xE1, b"Exif\x00\x00" + tiff + struct.pack("<I", 0)))


def many_segments(code: int, body: bytes = b"") -> bytes:
    piece = segment(code, body)
    return with_segments(piece * (15_000_000 // len(piece)))


def filling() -> bytes:
    plain = jpeg()
    return plain[:2] + b"\xff" * 15_000_000 + plain[2:]


def many_scans(progressive: bool) -> bytes:
    plain = jpeg(Image.new("L", (4000, 4000)), progressive=progressive)
    at = plain.rindex(b"\xff\xda")
    scan = plain[at : at + 2 + int.from_bytes(plain[at + 2 : at + 4], "big")]
    return plain[:-2] + scan * 20_000 + plain[-2:]


def wrong_size(width: int, height: int) -> bytes:
    """A small JPEG whose header promises another size."""
    plain = bytearray(jpeg())
    at = plain.index(b"\xff\xc0") + 5
    plain[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(plain)


def mpo() -> bytes:
    second = quarters((80, 60))
    return saved(quarters(), "MPO", save_all=True, append_images=[second], exif=exif())


def jpeg_and_zip() -> bytes:
    out = io.BytesIO(jpeg())
    out.seek(0, io.SEEK_END)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("evil.html", SCRIPT)
    return out.getvalue()


def gifar() -> bytes:
    out = io.BytesIO(saved(quarters(), "GIF"))
    out.seek(0, io.SEEK_END)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("META-INF/MANIFEST.MF", CANARY)
    return out.getvalue()


# --- PNG --------------------------------------------------------------------------


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def blank_png(width, height, *, colour=2, depth=8, extra=b"") -> bytes:
    """All black, a few kilobytes whatever its size; ``colour`` is PNG's colour type."""
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    row = bytes(1 + (width * channels * depth + 7) // 8)
    packer = zlib.compressobj(9)
    parts = [packer.compress(row * 32) for _ in range(height // 32)]
    parts += [packer.compress(row * (height % 32)), packer.flush()]
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = chunk(b"IHDR", header) + extra + chunk(b"IDAT", b"".join(parts)) + chunk(b"IEND")
    return b"\x89PNG\r\n\x1a\n" + body


def text_bomb(kind: bytes) -> bytes:
    packed = zlib.compress(CANARY * 10_000_000, 9)
    body = {
        b"zTXt": b"Comment\x00\x00" + packed,
        b"iTXt": b"Comment\x00\x01\x00\x00\x00" + packed,
        b"iCCP": b"icc\x00\x00" + packed,
    }[kind]
    return blank_png(64, 64, extra=chunk(kind, body))


def png_with_everything() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", CANARY.decode())
    text.add_itxt("XML:com.adobe.xmp", SCRIPT.decode(), zip=True)
    return saved(quarters(), "PNG", pnginfo=text, exif=exif(), icc_profile=CANARY * 20)


def sixteen_bits() -> bytes:
    image = Image.new("I;16", (80, 60), 40_000)
    return saved(image, "PNG")


def apng() -> bytes:
    frames = [Image.new("RGB", (80, 60), "white")] * 3
    return saved(quarters(), "PNG", save_all=True, append_images=frames)


def palette_with_alpha() -> bytes:
    return saved(quarters().convert("P"), "PNG", transparency=bytes(range(256)))


# --- the rest ---------------------------------------------------------------------


def animated_webp() -> bytes:
    frames = [Image.new("RGB", (80, 60), "white")] * 3
    return saved(quarters(), "WEBP", save_all=True, append_images=frames, exif=exif())


def heic(**options) -> bytes:
    from pillow_heif import register_heif_opener

    register_heif_opener()
    return saved(quarters(options.pop("size", (80, 60))), "HEIF", **options)


def webp_canvas(width: int, height: int) -> bytes:
    """A canvas of this size, and nothing on it."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"VP8X" + struct.pack("<I", 10) + b"\x02\x00\x00\x00" + size
    body += b"ANIM" + struct.pack("<I", 6) + bytes(6)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def svg() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"


def html_with_png_start() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"<html>" + SCRIPT


def postscript() -> bytes:
    return b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 80 60\n(" + CANARY + b") show\n%%EOF\n"


def psd() -> bytes:
    header = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 60, 80, 8, 3)
    return header + bytes(12) + struct.pack(">H", 0) + bytes(80 * 60 * 3)


def cut(content: bytes, share: float) -> bytes:
    return content[: int(len(content) * share)]


def flipped(content: bytes, seed: int) -> bytes:
    """Some bytes after the start replaced."""
    from random import Random

    dice, broken = Random(seed), bytearray(content)
    for _ in range(max(3, len(broken) // 200)):
        broken[dice.randrange(min(40, len(broken) - 1), len(broken))] = dice.randrange(256)
    return bytes(broken)


def _files():
    yield "plain JPEG", jpeg, True
    for turn in range(1, 9):
        yield f"JPEG, orientation {turn}, GPS and script", lambda t=turn: turned(t), True
    yield "JPEG, orientation 99", odd_orientation, True
    yield "JPEG, orientation as text", text_orientation, True
    yield "JPEG, IPTC", iptc, True
    yield "JPEG, XMP", xmp, True
    yield "JPEG, comment", lambda: jpeg(comment=SCRIPT), True
    yield "JPEG, ICC 3 MB", large_icc, True
    yield "JPEG, thumbnail inside", embedded_thumbnail, True
    yield "JPEG, huge EXIF", huge_exif, True
    yield "JPEG, EXIF in overlapping pieces", exif_in_pieces, None
    yield "JPEG, broken EXIF", broken_exif, True
    yield "JPEG, CMYK", lambda: jpeg(quarters(mode="CMYK")), True
    yield "JPEG, grey", lambda: jpeg(quarters(mode="L")), True
    yield "JPEG, progressive", lambda: jpeg(progressive=True), True
    yield "JPEG, empty segments", lambda: many_segments(0xE2), False
    yield "JPEG, empty comments", lambda: many_segments(0xFE), False
    yield "JPEG, EXIF in crumbs", lambda: many_segments(0xE1, b"Exif\x00\x00II"), False
    yield "JPEG, filling", filling, False
    yield "JPEG, 20,000 scans", lambda: many_scans(False), False
    yield "JPEG, 20,000 progressive scans", lambda: many_scans(True), False
    yield "JPEG, promises 65500 × 65500", lambda: wrong_size(65500, 65500), False
    yield "JPEG, promises 7000 × 7000", lambda: wrong_size(7000, 7000), None
    yield "JPEG, promises 0 × 0", lambda: wrong_size(0, 0), False
    yield "JPEG, 65500 × 1", lambda: jpeg(Image.new("RGB", (65500, 1))), True
    yield "JPEG, 1 × 65500", lambda: jpeg(Image.new("RGB", (1, 65500))), True
    yield "JPEG, noise", lambda: jpeg(Image.effect_noise((2600, 2600), 200).convert("RGB")), True
    yield "MPO", mpo, True
    yield "JPEG and HTML", lambda: jpeg() + SCRIPT, True
    yield "JPEG and ZIP", jpeg_and_zip, True
    yield "GIFAR", gifar, False
    yield "HTML before JPEG", lambda: SCRIPT + jpeg(), False

    yield "PNG with text, XMP, EXIF, ICC", png_with_everything, True
    yield "PNG, 16 bits grey", sixteen_bits, True
    yield "PNG, 16 bits RGBA", lambda: blank_png(80, 60, colour=6, depth=16), True
    yield "PNG, 1 bit", lambda: saved(quarters(mode="1"), "PNG"), True
    yield "PNG, grey and alpha", lambda: saved(quarters(mode="LA"), "PNG"), True
    yield "PNG, RGBA", lambda: saved(quarters(mode="RGBA"), "PNG"), True
    yield "PNG, palette and alpha", palette_with_alpha, True
    yield "PNG, animated", apng, True
    yield "PNG, 100 MP in 100 KB", lambda: blank_png(10_000, 10_000), False
    yield "PNG, 200 MP in 200 KB", lambda: blank_png(20_000, 10_000, colour=0), False
    yield "PNG, 49 MP RGBA", lambda: blank_png(7_000, 7_000, colour=6), True
    yield "PNG, 49 MP, 16 bits RGBA", lambda: blank_png(7_000, 7_000, colour=6, depth=16), True
    yield "PNG, 49 MP, 1 bit", lambda: blank_png(7_000, 7_000, colour=0, depth=1), True
    yield "PNG, 2 Gpx × 1", lambda: blank_png(2**31 - 1, 1, colour=0, depth=1), False
    yield "PNG, 65500 × 1", lambda: blank_png(65_500, 1), True
    yield "PNG, 1 × 65500", lambda: blank_png(1, 65_500), True
    for kind in (b"zTXt", b"iTXt", b"iCCP"):
        yield f"PNG, {kind.decode()} bomb", lambda k=kind: text_bomb(k), None
    yield "PNG, a million chunks", lambda: blank_png(64, 64, extra=chunk(b"aaAa") * 10**6), False
    yield "PNG, empty IDATs", lambda: blank_png(64, 64, extra=chunk(b"IDAT") * 10**6), False
    yield "PNG, too little data", lambda: blank_png(64, 64)[:-40], False

    yield "WebP, EXIF", lambda: saved(quarters(), "WEBP", exif=exif(), xmp=SCRIPT), True
    yield "WebP, lossless RGBA", lambda: saved(quarters(mode="RGBA"), "WEBP", lossless=True), True
    yield "WebP, animated", animated_webp, True
    yield "WebP, empty canvas 16383 × 16383", lambda: webp_canvas(16_383, 16_383), False
    yield "WebP, 20 MP", lambda: saved(Image.new("RGB", (5000, 4000)), "WEBP", method=0), False
    yield "AVIF, EXIF", lambda: saved(quarters(), "AVIF", exif=exif(6), xmp=SCRIPT), True
    yield "HEIC, EXIF", lambda: heic(exif=exif(), xmp=SCRIPT), True
    yield "HEIC, odd size", lambda: heic(size=(81, 61)), True

    yield "SVG as JPEG", svg, False
    yield "HTML as PNG", lambda: b"<!doctype html>" + SCRIPT, False
    yield "HTML behind a PNG signature", html_with_png_start, False
    yield "nothing", lambda: b"", False
    yield "one byte", lambda: b"\xff", False
    yield "only a JPEG signature", lambda: b"\xff\xd8\xff", False
    yield "zeros", lambda: bytes(100_000), False
    yield "GIF", lambda: saved(quarters(), "GIF"), False
    for name in ("BMP", "TIFF", "ICO", "PDF", "EPS", "PPM", "TGA", "JPEG2000", "DDS", "SGI"):
        yield f"{name} as JPEG", lambda n=name: saved(quarters(), n), False
    yield "PostScript", postscript, False
    yield "PSD", psd, False
    for share in (0.02, 0.1, 0.3, 0.5, 0.8, 0.95, 0.99):
        for name, maker in _FORMATS.items():
            yield f"{name}, cut at {share:.0%}", lambda m=maker, s=share: cut(m(), s), None
    for seed in range(4):
        for name, maker in _FORMATS.items():
            yield f"{name}, flipped bytes {seed}", lambda m=maker, s=seed: flipped(m(), s), None


def turned(orientation: int) -> bytes:
    """Stored so that the EXIF orientation makes the red quarter the upper left one."""
    backwards = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = quarters()
    if orientation in backwards:
        image = image.transpose(backwards[orientation])
    return jpeg(image, exif=exif(orientation))


_FORMATS = {
    "JPEG": jpeg,
    "PNG": lambda: saved(quarters(), "PNG"),
    "WebP": lambda: saved(quarters(), "WEBP"),
    "AVIF": lambda: saved(quarters(), "AVIF"),
    "HEIC": heic,
}
FILES = list(_files())
