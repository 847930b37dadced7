"""Which district a point lies in; what an uploaded shape must be."""

import json
import math
from functools import lru_cache
from typing import Any

import shapely
from django.core.exceptions import ValidationError
from django.db.models import Count, Max
from django.utils.translation import gettext as _
from shapely.geometry import shape


POLYGONS = {"Polygon", "MultiPolygon"}


class DistrictIndex:
    """The shapes of a site's districts, prepared for point-in-polygon questions."""

    def __init__(self, geometries: list[tuple[int, dict[str, Any]]]):
        self.keys = [pk for pk, _geometry in geometries]
        shapes = [shape(geometry) for _pk, geometry in geometries]
        shapely.prepare(shapes)
        self.tree = shapely.STRtree(shapes)
        self.bounds = _corners(shapes) if shapes else None

    def containing(self, latitude: float, longitude: float) -> list[int]:
        """Primary keys of the districts that cover a point in WGS84 degrees."""
        point = shapely.Point(longitude, latitude)
        return [self.keys[i] for i in self.tree.query(point, predicate="intersects")]


def _corners(shapes: list) -> tuple[tuple[float, float], tuple[float, float]]:
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    return (south, west), (north, east)


@lru_cache(maxsize=64)
def _build_index(model, site_id: int, version: tuple) -> DistrictIndex:
    rows = model.objects.filter(site_id=site_id).order_by("pk")
    return DistrictIndex(list(rows.values_list("pk", "geometry")))


def index_for(model, site) -> DistrictIndex:
    """The index of a site, built once per process and anew after any district changed."""
    version = model.objects.filter(site=site).aggregate(
        count=Count("pk"), newest=Max("pk"), changed=Max("updated_at")
    )
    return _build_index(model, site.pk, tuple(version.values()))


def read_feature_collection(content: bytes) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Properties and checked geometry of every feature in a GeoJSON file.

    Raises ``ValidationError`` with one message per problem and the feature it is in.
    """
    try:
        data = json.loads(content)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise ValidationError(
            _("This is not a complete GeoJSON file. Was it cut off, or is it another format?")
        ) from error
    _check_reference_system(data)
    features = _features(data)
    problems, result = [], []
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        try:
            geometry = feature["geometry"] if isinstance(feature, dict) else None
            result.append((properties or {}, clean_geometry(geometry)))
        except (ValidationError, KeyError) as error:
            reason = error.messages[0] if isinstance(error, ValidationError) else _("No shape.")
            problems.append(
                _("Feature %(number)s: %(reason)s") % {"number": number, "reason": reason}
            )
    if problems:
        raise ValidationError(problems)
    return result


def _features(data: Any) -> list[Any]:
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "FeatureCollection" and isinstance(data.get("features"), list):
        features = data["features"]
    elif kind == "Feature":
        features = [data]
    elif kind in POLYGONS:
        features = [{"properties": {}, "geometry": data}]
    else:
        raise ValidationError(_("The file holds no GeoJSON features."))
    if not features:
        raise ValidationError(_("The file holds no districts."))
    return features


def _check_reference_system(data: Any) -> None:
    crs = data.get("crs") if isinstance(data, dict) else None
    if not crs:
        return
    name = str(crs.get("properties", {}).get("name", "")) if isinstance(crs, dict) else str(crs)
    if not name.endswith(("CRS84", ":4326", "::4326")):
        raise ValidationError(
            _("The file uses the reference system %(name)s. Please export it as WGS84 (EPSG:4326).")
            % {"name": name[:80]}
        )


def clean_geometry(geometry: Any) -> dict[str, Any]:
    """A polygon that can be asked about points. Raises ``ValidationError`` with the reason."""
    if not isinstance(geometry, dict) or geometry.get("type") not in POLYGONS:
        raise ValidationError(_("Only polygons and multipolygons can be districts."))
    polygons = geometry.get("coordinates")
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    _check_rings(polygons)
    figure = shape(geometry)
    if figure.is_empty:
        raise ValidationError(_("The shape is empty."))
    if not figure.is_valid:
        raise ValidationError(
            _("The outline crosses or touches itself (%(reason)s).")
            % {"reason": shapely.is_valid_reason(figure)[:120]}
        )
    return {"type": geometry["type"], "coordinates": geometry["coordinates"]}


def _check_rings(polygons: Any) -> None:
    try:
        rings = [ring for polygon in polygons for ring in polygon]
        points = [(float(p[0]), float(p[1])) for ring in rings for p in ring]
        closed = all(len(ring) >= 4 and ring[0] == ring[-1] for ring in rings)
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise ValidationError(_("The coordinates are broken.")) from error
    if not rings or not closed:
        raise ValidationError(_("A ring is not closed: its last point must repeat the first."))
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in points):
        raise ValidationError(_("The coordinates are broken."))
    if not all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in points):
        raise ValidationError(
            _("The coordinates are no degrees. Please export the file as WGS84 (EPSG:4326).")
        )
