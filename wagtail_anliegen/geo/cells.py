"""Map cells: a position as one integer whose prefixes are the tiles of a web map.

A position in Web Mercator is quantised to the grid of zoom 26 and its two coordinates are
interleaved (Morton order, 52 bits, safe in JavaScript). Every tile of every zoom is then one
contiguous range of an ordinary index, on any database.
"""

import math


ZOOM = 26
MAX_LATITUDE = 85.05112877980659
_SIDE = 1 << ZOOM


def _spread(value: int) -> int:
    """Put a zero bit between the 26 bits of ``value``."""
    value &= 0x3FFFFFF
    value = (value | (value << 16)) & 0x0000FFFF0000FFFF
    value = (value | (value << 8)) & 0x00FF00FF00FF00FF
    value = (value | (value << 4)) & 0x0F0F0F0F0F0F0F0F
    value = (value | (value << 2)) & 0x3333333333333333
    return (value | (value << 1)) & 0x5555555555555555


def grid_position(latitude: float, longitude: float) -> tuple[int, int]:
    """Column and row on the zoom-26 grid, for WGS84 degrees."""
    latitude = max(-MAX_LATITUDE, min(MAX_LATITUDE, latitude))
    x = (longitude + 180.0) / 360.0
    y = (1.0 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2.0
    return (
        min(_SIDE - 1, max(0, int(x * _SIDE))),
        min(_SIDE - 1, max(0, int(y * _SIDE))),
    )


def cell_of(latitude: float, longitude: float) -> int:
    """The cell of a position in WGS84 degrees."""
    column, row = grid_position(latitude, longitude)
    return _spread(column) | (_spread(row) << 1)


def tile_range(z: int, x: int, y: int) -> tuple[int, int]:
    """First cell of an XYZ tile and the first one behind it: ``start <= cell < end``.

    Raises ``ValueError`` for a tile that does not exist.
    """
    if not (0 <= z <= ZOOM and 0 <= x < 1 << z and 0 <= y < 1 << z):
        raise ValueError(f"no tile {z}/{x}/{y}")
    shift = 2 * (ZOOM - z)
    start = (_spread(x) | (_spread(y) << 1)) << shift
    return start, start + (1 << shift)
