"""What a map of shapes in the admin shows: outlines thinned out for the screen."""

from collections.abc import Iterable
from typing import Any

from shapely.geometry import mapping, shape


#: A screen has about a thousand dots a side; finer outlines only make the page heavier.
DOTS = 1000


def thinned(geometries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same shapes with as many points as can be seen when all are on the screen."""
    figures = [shape(geometry) for geometry in geometries]
    if not figures:
        return []
    west, south, east, north = zip(*(figure.bounds for figure in figures), strict=True)
    tolerance = max(max(east) - min(west), max(north) - min(south)) / DOTS
    return [_rounded(mapping(figure.simplify(tolerance))) for figure in figures]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    return value


def feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}
