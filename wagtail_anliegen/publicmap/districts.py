"""The areas of a site as choices and as frames for the map."""

import shapely

from wagtail_anliegen.geo.models import District
from wagtail_anliegen.geo.shapes import index_for


def district_choices(site) -> list[tuple[int, str]]:
    """Primary keys and names, the large areas first."""
    return list(
        District.objects.filter(site=site).order_by("level", "name").values_list("pk", "name")
    )


def districts_inside(site, pk: int) -> list[int]:
    """The district and the smaller ones in it: a report knows only the smallest around it."""
    index = index_for(District, site)
    if pk not in index.keys:
        return [pk]
    area = index.tree.geometries[index.keys.index(pk)]
    inner_points = shapely.point_on_surface(index.tree.geometries)
    covered = shapely.contains(area, inner_points)
    smaller = shapely.area(index.tree.geometries) < shapely.area(area)
    return [pk, *(key for key, fits in zip(index.keys, covered & smaller, strict=True) if fits)]


def frame(site, pk: int | None = None) -> list[list[float]] | None:
    """South-west and north-east corner, in WGS84 degrees, of a district or of all of them."""
    index = index_for(District, site)
    shapes = index.tree.geometries
    if pk in index.keys:
        shapes = shapes[[index.keys.index(pk)]]
    if not len(shapes):
        return None
    west, south, east, north = (round(float(edge), 6) for edge in shapely.total_bounds(shapes))
    return [[south, west], [north, east]]
