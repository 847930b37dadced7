"""Serves the town's own map tiles, drawn once and kept on disk."""

from django.conf import settings
from django.http import Http404, HttpResponse

from example_site.town.tiles import TILE_MAX_ZOOM, TILE_MIN_ZOOM, render_tile


def map_tile(request, z, x, y):
    if not TILE_MIN_ZOOM <= z <= TILE_MAX_ZOOM or not (x < 1 << z and y < 1 << z):
        raise Http404
    path = settings.VAR_DIR / "tiles" / str(z) / str(x) / f"{y}.png"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        content = render_tile(z, x, y)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    response = HttpResponse(content, content_type="image/png")
    response["Cache-Control"] = "public, max-age=604800"
    return response
