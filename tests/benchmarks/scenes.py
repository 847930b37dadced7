"""Streets that are drawn here, with plates and faces of which we know where they are.

Drawn and not photographed: pictures of real people and plates do not belong in a repository.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

import reportlab
from PIL import Image, ImageDraw, ImageFilter, ImageFont


Box = tuple[int, int, int, int]
#: As large as the original that is kept of a photo, and how much larger than what is shown.
SIZE, TIMES_SHOWN = (2560, 1920), 2
FONT = Path(reportlab.__file__).parent / "fonts/VeraBd.ttf"
SIGNS = ("Bäckerei Kornblum", "Spielstraße", "Tempo 30", "Ausfahrt freihalten", "Haus 12",
         "B 233", "Lerchenweg", "Tel. 0555 123", "P", "24 h", "Kita 3-6", "Linie 41")  # fmt: skip


@dataclass
class Scene:
    """A picture, and the boxes of what is to be covered in it."""

    image: Image.Image
    plates: list[Box] = field(default_factory=list)
    faces: list[Box] = field(default_factory=list)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def street(dice: Random, *, signs: int = 5) -> Scene:
    """Sky, houses with windows and writing, a road; nothing to be covered yet."""
    across, down = SIZE
    image = Image.new("RGB", SIZE, (150 + dice.randrange(60), 180, 205))
    draw = ImageDraw.Draw(image)
    left = 0
    while left < across:
        width = dice.randrange(380, 640)
        wall = tuple(dice.randrange(90, 220) for _channel in range(3))
        top = dice.randrange(150, 500)
        draw.rectangle((left, top, left + width, down // 2 + 150), fill=wall)
        for x in range(left + 50, left + width - 110, 160):
            for y in range(top + 60, down // 2 - 60, 210):
                draw.rectangle(
                    (x, y, x + 90, y + 130), fill=(60, 70, 85), outline=(235, 235, 230), width=8
                )
        left += width
    draw.rectangle((0, down // 2 + 150, across, down), fill=(95, 95, 98))
    for _sign in range(signs):
        text, size = dice.choice(SIGNS), dice.randrange(28, 90)
        place = (dice.randrange(across - 700), dice.randrange(600, down // 2))
        ends = draw.textbbox(place, text, font=_font(size))
        draw.rectangle(
            (ends[0] - 15, ends[1] - 10, ends[2] + 15, ends[3] + 10),
            fill=dice.choice(("#f4f1e4", "#1d4f91", "#2f2f2f", "#e5b800")),
        )
        draw.text(place, text, font=_font(size), fill=dice.choice(("#111111", "#ffffff")))
    return Scene(_as_taken(image, dice))


def _as_taken(image: Image.Image, dice: Random) -> Image.Image:
    """With the noise and the softness of a telephone's camera."""
    noise = Image.effect_noise(image.size, dice.randrange(8, 22)).convert("RGB")
    return Image.blend(image.filter(ImageFilter.GaussianBlur(0.8)), noise, 0.06)


def with_plates(dice: Random, *, shown_width: int, count: int = 6) -> Scene:
    """Cars whose plates are so many pixels wide in what is shown, straight and from the side."""
    scene = street(dice)
    across, down = SIZE
    for number in range(count):
        yaw = dice.choice((0, 0, 0.25, 0.5))
        plate = _plate(dice, two_lines=number == 0, yaw=yaw)
        width = shown_width * TIMES_SHOWN
        height = max(4, round(width * plate.height / plate.width))
        plate = plate.resize((width, height), Image.Resampling.LANCZOS)
        x = 40 + number * (across - 80) // count + dice.randrange(20)
        y = down - 250 - dice.randrange(500) - height
        _car(scene.image, (x, y), width, dice)
        scene.image.paste(plate, (x, y), plate)
        scene.plates.append((x, y, x + width, y + height))
    return scene


def _car(image: Image.Image, place: tuple[int, int], width: int, dice: Random) -> None:
    x, y = place
    body = tuple(dice.randrange(20, 230) for _channel in range(3))
    room = (x - width // 2, y - width, x + width * 3 // 2, y + width // 2)
    ImageDraw.Draw(image).rounded_rectangle(room, width // 5, fill=body)


def _plate(dice: Random, *, two_lines: bool, yaw: float) -> Image.Image:
    """A German plate, more or less: the real typeface may not be shipped."""
    place = dice.choice(("LF", "LER", "K", "XQ", "WÜ", "BOR"))
    letters = "".join(dice.choice("ABCEFHKLMNPRSTUVXZ") for _letter in range(dice.choice((1, 2))))
    number = str(dice.randrange(10, 9999))
    size = (340, 200) if two_lines else (520, 110)
    image = Image.new("RGBA", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0] - 1, size[1] - 1), outline="black", width=5)
    draw.rectangle((5, 5, 44, size[1] - 6), fill="#003399")
    draw.text((24, size[1] - 22), "D", font=_font(26), fill="white", anchor="mm")
    middle = (size[0] + 44) // 2
    if two_lines:
        draw.text((middle, 52), place, font=_font(80), fill="black", anchor="mm")
        draw.text((middle, 148), f"{letters} {number}", font=_font(64), fill="black", anchor="mm")
    else:
        text = f"{place} {letters} {number}"
        points = min(86, int(86 * 440 / _font(86).getlength(text)))
        draw.text((middle, 57), text, font=_font(points), fill="black", anchor="mm")
    return _from_the_side(image, yaw)


def _from_the_side(image: Image.Image, yaw: float) -> Image.Image:
    """Narrower, and lower at its far end; ``yaw`` is how much of the width is lost."""
    if not yaw:
        return image
    across, down = image.size
    narrow, slope = round(across * (1 - yaw)), round(down * yaw * 0.35)
    far = image.resize((narrow, down), Image.Resampling.LANCZOS)
    corners = (0, 0, 0, down, narrow, down + slope, narrow, -slope)
    return far.transform((narrow, down), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)


@dataclass(frozen=True)
class Portrait:
    """A picture of somebody, and where in it the face is."""

    image: Image.Image
    face: Box


def with_faces(dice: Random, people: list[Portrait], *, height: int, count: int = 8) -> Scene:
    """People whose faces are so many pixels high in the picture that detectors see (2048)."""
    scene = street(dice)
    across, down = SIZE
    for number in range(count):
        person = dice.choice(people)
        scale = height * SIZE[0] / 2048 / (person.face[3] - person.face[1])
        size = (round(person.image.width * scale), round(person.image.height * scale))
        x = 60 + number * (across - 120) // count
        y = dice.randrange(down // 2, down - 500)
        scene.image.paste(person.image.resize(size, Image.Resampling.LANCZOS), (x, y))
        left, top, right, bottom = (round(part * scale) for part in person.face)
        scene.faces.append((x + left, y + top, x + right, y + bottom))
    return scene


def portraits() -> dict[str, list[Portrait]]:
    """Those that scikit-image brings along, as far as it is installed.

    The small ones show a face and nothing around it, which is harder than a street.
    """
    try:
        from skimage import data
    except ImportError:
        return {}
    astronaut = Image.fromarray(data.astronaut()).crop((90, 0, 390, 400))
    small = [Image.fromarray((255 * face).astype("uint8")) for face in data.lfw_subset()[:100]]
    return {
        "with shoulders": [Portrait(astronaut, (90, 65, 195, 190))],
        "cut out, grey": [Portrait(face.convert("RGB"), (2, 0, 23, 25)) for face in small],
    }
