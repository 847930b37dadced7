"""Pictures with a face or a plate in them, drawn so that no real one lies in the repository."""

from pathlib import Path

import reportlab
from PIL import Image, ImageDraw, ImageFilter, ImageFont


GROUND = (120, 130, 120)
FONT = Path(reportlab.__file__).parent / "fonts/VeraBd.ttf"


def nothing(size=(1600, 1200)) -> Image.Image:
    """A wall and a road."""
    image = Image.new("RGB", size, GROUND)
    ImageDraw.Draw(image).rectangle((0, size[1] // 2, size[0], size[1]), fill=(90, 90, 95))
    return image


def face(height: int = 160, size=(1600, 1200)) -> tuple[Image.Image, tuple[int, int, int, int]]:
    """A face in the middle, and its box from the brows to the chin."""
    image, wide = nothing(size), height * 0.72
    draw, (x, y) = ImageDraw.Draw(image), (size[0] / 2, size[1] / 2)

    def oval(dx, dy, across, down, colour):
        left, top = x + dx * wide, y + dy * height
        box = (left - across * wide, top - down * height)
        draw.ellipse((*box, left + across * wide, top + down * height), fill=colour)

    oval(0, -0.11, 0.58, 0.51, (60, 40, 25))
    oval(0, 0, 0.5, 0.5, (224, 182, 152))
    for side in (-0.21, 0.21):
        oval(side, -0.08, 0.11, 0.045, (245, 240, 235))
        oval(side, -0.08, 0.05, 0.045, (50, 35, 25))
        oval(side, -0.17, 0.13, 0.015, (60, 40, 25))
    oval(0, 0.1, 0.08, 0.05, (200, 150, 122))
    oval(0, 0.27, 0.2, 0.05, (170, 80, 80))
    box = (x - wide * 0.35, y - height * 0.18, x + wide * 0.35, y + height * 0.4)
    return image.filter(ImageFilter.GaussianBlur(height / 80)), tuple(round(n) for n in box)


def plate(*lines: str, width: int = 260, at=(600, 700)) -> tuple[Image.Image, tuple]:
    """A plate of one or two lines, and the box of what is written on it."""
    image = nothing()
    draw, (x, y) = ImageDraw.Draw(image), at
    row = round(width * (0.21 if len(lines) == 1 else 0.3))
    draw.rectangle((x, y, x + width, y + row * len(lines)), fill="white", outline="black", width=4)
    draw.rectangle((x, y, x + width // 12, y + row * len(lines)), fill="#003399")
    font = ImageFont.truetype(str(FONT), round(row * 0.62))
    written = []
    for number, line in enumerate(lines):
        middle = (x + width * 0.54, y + row * (number + 0.52))
        draw.text(middle, line, font=font, fill="black", anchor="mm")
        written.append(draw.textbbox(middle, line, font=font, anchor="mm"))
    lefts, tops, rights, bottoms = zip(*written, strict=True)
    return image, (min(lefts), min(tops), max(rights), max(bottoms))
