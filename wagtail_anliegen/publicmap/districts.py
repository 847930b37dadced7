"""The areas of a site as choices."""

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
