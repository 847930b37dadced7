"""What is covered around a find: a detector ends at the chin or at the last letter."""


def padded(
    box: tuple[float, float, float, float],
    size: tuple[int, int],
    *,
    left: float,
    right: float,
    height: float,
) -> tuple[int, int, int, int]:
    """The box with shares of its width and height added, rounded outwards, within the picture.

    Empty boxes and those outside of the picture come back at least one pixel wide and high.
    """
    x1, y1, x2, y2 = box
    across, down = x2 - x1, y2 - y1
    first, last = _within(x1 - left * across, x2 + right * across, size[0])
    top, bottom = _within(y1 - height * down, y2 + height * down, size[1])
    return first, top, last, bottom


def _within(start: float, end: float, whole: int) -> tuple[int, int]:
    first = min(max(0, int(start // 1)), whole - 1)
    return first, min(whole, max(first + 1, int(-(-end // 1))))
