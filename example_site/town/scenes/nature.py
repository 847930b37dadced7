"""Skies, hills, trees, bushes and grass."""

from __future__ import annotations

import math

from .canvas import HEIGHT, WIDTH, Point, Scene, blob, mix, ring, shade


SKIES = {
    "morning": ("#8fbfe0", "#f6e3cf"),
    "noon": ("#6fb1e4", "#d9ecf6"),
    "evening": ("#7f9dc9", "#f9c79a"),
    "overcast": ("#a9b7c4", "#dde3e7"),
}
GREENS = ("#5f9552", "#6fa45a", "#4f8a55", "#7aa857", "#5a8f63")
AUTUMN = ("#c9843a", "#d6a23f", "#b5652f", "#a9913f")


def sky(scene: Scene, down_to: float | None = None) -> None:
    """Air with a few clouds."""
    bottom = (down_to or scene.horizon) + 60
    top, low = SKIES[scene.time]
    scene.gradient((0, 0, WIDTH, bottom), top, low)
    random = scene.random
    if scene.time == "evening":
        sun = (random.uniform(200, 1400), bottom - 130)
        scene.soft([ring(sun, (170, 150))], "#fff0c4", 0.8, 60)
    puffs = []
    for _ in range(random.randint(3, 5)):
        x, y = random.uniform(0, WIDTH), random.uniform(20, bottom * 0.55)
        for _ in range(6):
            centre = (x + random.uniform(-150, 150), y + random.uniform(-16, 18))
            puffs.append(ring(centre, (random.uniform(50, 120), random.uniform(16, 34))))
    scene.soft(puffs, "#ffffff", 0.8 if scene.time != "overcast" else 0.45, 13)


def hills(scene: Scene, y: float) -> None:
    """Two wooded ridges in the haze."""
    random = scene.random
    for depth, tone in ((0, "#a9c2bd"), (1, "#8fb19c")):
        phase, pace = random.uniform(0, 6), random.uniform(230, 340)
        points = [(x, y - 26 + depth * 20 - 22 * math.sin(x / pace + phase) - 8 * math.sin(x / 61 + phase))
                  for x in range(-20, WIDTH + 41, 20)]  # fmt: skip
        scene.poly(
            [*points, (WIDTH + 20, y + 80), (-20, y + 80)], mix(tone, SKIES[scene.time][1], 0.25)
        )


def foliage(scene: Scene, centre: Point, radii: Point, colour: str, amount: int = 46) -> None:
    """A crown of leaves from clouds of dots, lit from the upper left."""
    random = scene.random
    (cx, cy), (rx, ry) = centre, radii
    for layer, (tone, shift, share) in enumerate(
        ((0.58, 0.10, 1.0), (0.80, 0.02, 0.92), (1.0, -0.07, 0.8), (1.16, -0.15, 0.55))
    ):
        for _ in range(amount):
            angle, reach = random.uniform(0, math.tau), math.sqrt(random.random()) * share
            x = cx + rx * (reach * math.cos(angle) + shift * 1.1)
            y = cy + ry * (reach * math.sin(angle) + shift * 1.5)
            size = random.uniform(0.10, 0.22) * min(rx, ry) * (1.15 - layer * 0.2)
            scene.oval(
                (x, y), (size * 1.15, size), shade(colour, tone * random.uniform(0.95, 1.05))
            )


def tree(scene: Scene, foot: Point, height: float, colour: str = "", crown: float = 1.0) -> None:
    """A broad-leaved tree with trunk, boughs and shadow."""
    colour = colour or scene.random.choice(GREENS)
    x, y = foot
    cast = ring((x + height * 0.08, y + height * 0.01), (height * 0.3, height * 0.035))
    scene.soft([cast], "#20301f", 0.45, height * 0.02)
    _trunk(scene, foot, height, "#6d5744")
    foliage(scene, (x, y - height * 0.7), (height * 0.32 * crown, height * 0.3), colour)


def _trunk(scene: Scene, foot: Point, height: float, bark: str) -> None:
    """Trunk and boughs."""
    (x, y), width = foot, height * 0.045
    fork, slim = y - height * 0.55, width * 0.55
    scene.poly([(x - width, y), (x - slim, fork), (x + slim, fork), (x + width, y)], bark)
    dark = [(x + width * 0.1, y), (x, fork), (x + slim, fork), (x + width, y)]
    scene.poly(dark, shade(bark, 0.75))
    for side, rise in ((-1, 0.62), (1, 0.7), (-0.4, 0.8)):
        tip = (x + side * height * 0.18, y - height * rise)
        scene.line([(x, y - height * 0.42), tip], bark, width * 0.6)


def bush(scene: Scene, foot: Point, width: float, height: float, colour: str = "") -> None:
    """A shrub standing on the ground."""
    x, y = foot
    scene.soft([ring((x, y), (width * 0.6, height * 0.14))], "#20301f", 0.4, height * 0.06)
    foliage(
        scene,
        (x, y - height * 0.48),
        (width / 2, height / 2),
        colour or scene.random.choice(GREENS),
        30,
    )


def hedge(
    scene: Scene, left: float, right: float, y: float, height: float, colour: str = "#5c8c50"
) -> None:
    """A row of shrubs."""
    x = left
    while x < right:
        bush(scene, (x, y), height * 1.5, height * scene.random.uniform(0.85, 1.1), colour)
        x += height * 0.6


def lawn(
    scene: Scene, top: float, near: str = "#7fae5c", far: str = "#a9c98a", blades: int = 900
) -> None:
    """Grass that gets coarser towards the viewer."""
    scene.gradient((0, top, WIDTH, HEIGHT), far, near)
    scene.texture([(0, top), (WIDTH, top), (WIDTH, HEIGHT), (0, HEIGHT)], 26, 0.16)
    tufts(scene, blades, lambda u, v: (u * WIDTH, top + (v**1.1) * (HEIGHT - top)), near)


def tufts(scene: Scene, count: int, place, colour: str) -> None:
    """Single blades; `place` maps two random numbers to a position."""
    random = scene.random
    spots = sorted(
        (place(random.random(), random.random()) for _ in range(count)), key=lambda spot: spot[1]
    )
    for x, y in spots:
        size = 4 + max(0.0, (y - 350) / 850) * 22 * random.uniform(0.6, 1.2)
        tone = shade(colour, random.uniform(0.72, 1.18))
        lean = random.uniform(-0.5, 0.5) * size
        scene.poly([(x - size * 0.09, y), (x + lean, y - size), (x + size * 0.12, y)], tone)


def leaves(scene: Scene, area, count: int, colours: tuple[str, ...] = AUTUMN) -> None:
    """Fallen leaves; `area` maps two random numbers to a point on the ground in metres."""
    random = scene.random
    for _ in range(count):
        x, z = area(random.random(), random.random())
        px, py = scene.at(x, z)
        size = scene.metres(z) * random.uniform(0.022, 0.045)
        shape = blob(random, (px, py), (size, size * 0.5), 0.25, 9)
        scene.poly(shape, shade(random.choice(colours), random.uniform(0.8, 1.1)))
