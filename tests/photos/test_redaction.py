"""What is covered is gone: no pixel of it is left, in any size."""

import pytest
from PIL import Image

from wagtail_anliegen.photos.redaction import WHOLE, Region, cover, turn


RED, GREY = (255, 0, 0), (120, 120, 120)


def picture(size=(640, 480), box=(100, 100, 200, 150)) -> Image.Image:
    """A grey picture with a chequered secret in it."""
    image = Image.new("RGB", size, GREY)
    left, top, right, bottom = box
    for x in range(left, right):
        for y in range(top, bottom):
            image.putpixel((x, y), RED if (x + y) % 2 else (0, 0, 255))
    return image


def thousandths(box, size) -> dict:
    left, top, right, bottom = box
    return {
        "x": left * WHOLE // size[0],
        "y": top * WHOLE // size[1],
        "width": -(-(right - left) * WHOLE // size[0]) + 1,
        "height": -(-(bottom - top) * WHOLE // size[1]) + 1,
    }


def test_below_a_box_every_pixel_is_the_same():
    image = picture()
    region = Region(**thousandths((100, 100, 200, 150), image.size))
    covered = cover(image, [region])
    inside = covered.crop(region.pixels(image.size))
    assert len(inside.getcolors()) == 1
    assert not {RED, (0, 0, 255)} & {colour for _count, colour in covered.getcolors()}


def test_outside_of_the_boxes_nothing_changes():
    image = picture()
    covered = cover(image, [Region(0, 0, 100, 100)])
    assert covered.crop((65, 0, 640, 480)).tobytes() == image.crop((65, 0, 640, 480)).tobytes()


def test_the_picture_that_was_given_stays_as_it_is():
    image = picture()
    before = image.tobytes()
    cover(image, [Region(0, 0, WHOLE, WHOLE)])
    assert image.tobytes() == before


@pytest.mark.parametrize(
    "region", [Region(990, 990, 500, 500), Region(0, 0, WHOLE, WHOLE), Region(500, 500, 0, 0)]
)
def test_a_box_may_reach_over_the_edge_or_be_empty(region):
    image = picture()
    assert cover(image, [region]).size == image.size


def test_the_colour_of_a_box_does_not_tell_one_number_from_another():
    one, other = picture(), picture(box=(100, 100, 200, 149))
    region = Region(**thousandths((100, 100, 200, 150), one.size))
    assert cover(one, [region]).tobytes() == cover(other, [region]).tobytes()


@pytest.mark.parametrize("quarters", [1, 2, 3, 5, -1])
def test_a_box_turns_with_the_picture(quarters):
    image = picture()
    region = Region(**thousandths((100, 100, 200, 150), image.size))
    covered = cover(turn(image, quarters), [region.turned(quarters)])
    assert not {RED, (0, 0, 255)} & {colour for _count, colour in covered.getcolors()}


def test_turned_four_times_all_is_as_before():
    image = picture()
    region = Region(10, 20, 30, 40)
    assert region.turned(4) == region.turned(1).turned(3) == region
    assert turn(turn(image, 1), 3).tobytes() == turn(image, 4).tobytes() == image.tobytes()
