"""Drawn photos for the demo reports: `draw_photo(subject, seed)`; the same picture every time."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from .scenes import (
    car_scenes,
    fixture_scenes,
    green_scenes,
    oak_scenes,
    road_scenes,
    waste_scenes,
)
from .scenes.canvas import WIDTH, Scene


SUBJECTS: dict[str, Callable[[Scene], None]] = {
    "pothole": road_scenes.pothole,
    "pavement": road_scenes.pavement,
    "zebra": road_scenes.zebra,
    "overgrown": road_scenes.overgrown,
    "flood": road_scenes.flood,
    "gully": road_scenes.gully,
    "dump": waste_scenes.dump,
    "bin": waste_scenes.bin_overflowing,
    "glass": waste_scenes.glass,
    "scrap_bike": waste_scenes.scrap_bike,
    "tree": green_scenes.fallen_tree,
    "oak_moth": oak_scenes.oak_moth,
    "idea_place": green_scenes.idea_place,
    "flower_bed": green_scenes.flower_bed,
    "bench": green_scenes.bench,
    "lamp": fixture_scenes.lamp,
    "traffic_light": fixture_scenes.traffic_light,
    "sign": fixture_scenes.sign,
    "graffiti": fixture_scenes.graffiti,
    "car": car_scenes.car,
    "swing": fixture_scenes.swing,
}
SUPERSAMPLING = 1.5


def draw_photo(subject: str, seed: int, size: tuple[int, int] = (1600, 1200)) -> Image.Image:
    """A picture of a subject; other seeds give other light, colours and arrangements."""
    scene = Scene(subject, seed, size[0] / WIDTH * SUPERSAMPLING)
    SUBJECTS[subject](scene)
    return scene.finish(size)
