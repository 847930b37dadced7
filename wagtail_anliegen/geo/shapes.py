"""Which district a point lies in; what an uploaded shape must be."""

import json
from functools import lru_cache
from typing import Any

import shapely
from django.core.exceptions import ValidationError
from django.db.models import Count, Max
from django.utils.translation import gettext as _
from shapely.geometry import shape


POLYGONS = ("Polygon", "MultiPolygon")
#: South-western and north-eastern corner, in WGS84 degrees.
Bounds = tuple[tuple[float, float], tuple[float, float]]
#: Germany: what a map shows first where there are no districts yet.
WHOLE_COUNTRY: Bounds = ((47.2, 5.8), (55.1, 15.1))


class DistrictIndex:
    """The shapes of a site's districts, prepared for point-in-polygon questions."""

    def __init__(self, geometries: list[tuple[int, dict[str, Any]]]):
        self.keys = [pk for pk, _geometry in geometries]
        shapes = [shape(geometry) for _pk, geometry in geometries]
        shapely.prepare(shapes)
        self.tree = shapely.STRtree(shapes)

    def containing(self, latitude: float, longitude: float) -> list[int]:
        """Primary keys of the districts that cover a point in WGS84 degrees."""
        point = shapely.Point(longitude, latitude)
        return [self.keys[i] for i in self.tree.query(point, predicate="intersects")]

    def bounds(self, pk: int | None = None) -> Bounds | None:
        """Around one district, or else around all; None where there are none."""
        shapes = self.tree.geometries
        if pk in self.keys:
            shapes = shapes[[self.keys.index(pk)]]
        if not len(shapes):
            return None
        west, south, east, north = (round(float(edge), 6) for edge in shapely.total_bounds(shapes))
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
            result.append((_possible_names(properties), clean_geometry(geometry)))
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


def _possible_names(properties: Any) -> dict[str, str | int]:
    """The properties that can be a name; the others may be what no database takes."""
    if not isinstance(properties, dict):
        return {}
    names = {key: value for key, value in properties.items() if isinstance(value, str | int)}
    return {
        _storable(key): _storable(value) if isinstance(value, str) else value
        for key, value in names.items()
    }


def _storable(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def _check_reference_system(data: Any) -> None:
    crs = data.get("crs") if isinstance(data, dict) else None
    if not crs:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "") if isinstance(properties, dict) else crs)
    if not name.endswith(("CRS84", ":4326", "::4326")):
        raise ValidationError(
            _("The file uses the reference system %(name)s. Please export it as WGS84 (EPSG:4326).")
            % {"name": name[:80]}
        )


def clean_geometry(geometry: Any) -> dict[str, Any]:
    """A polygon that can be asked about points. Raises ``ValidationError`` with the reason."""
    if not isinstance(geometry, dict) or geometry.get("type") not in POLYGONS:
        raise ValidationError(_("Only polygons and multipolygons can be districts."))
    is_single = geometry["type"] == "Polygon"
    coordinates = geometry.get("coordinates")
    polygons = _flat([coordinates] if is_single else coordinates)
    _check_rings(polygons)
    plain = {"type": geometry["type"], "coordinates": polygons[0] if is_single else polygons}
    figure = shape(plain)
    if figure.is_empty:
        raise ValidationError(_("The shape is empty."))
    if not figure.is_valid:
        raise ValidationError(
            _("The outline crosses or touches itself (%(reason)s).")
            % {"reason": shapely.is_valid_reason(figure)[:120]}
        )
    return plain


def _flat(polygons: Any) -> list:
    """Polygons of rings of longitude and latitude; heights are left out: nobody asks for them."""
    try:
        return [[[_pair(point) for point in ring] for ring in polygon] for polygon in polygons]
    except (TypeError, ValueError, LookupError) as error:
        raise ValidationError(_("The coordinates are broken.")) from error


def _pair(point: Any) -> list[float]:
    x, y = point[0], point[1]
    if not all(isinstance(number, int | float) for number in (x, y)):
        raise TypeError
    return [x, y]


def _check_rings(polygons: list) -> None:
    rings = [ring for polygon in polygons for ring in polygon]
    points = [point for ring in rings for point in ring]
    closed = all(len(ring) >= 4 and ring[0] == ring[-1] for ring in rings)
    if not rings or not closed:
        raise ValidationError(_("A ring is not closed: its last point must repeat the first."))
    if not all(polygons):
        raise ValidationError(_("The coordinates are broken."))
    if not all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in points):
        raise ValidationError(
            _("The coordinates are no degrees. Please export the file as WGS84 (EPSG:4326).")
        )
