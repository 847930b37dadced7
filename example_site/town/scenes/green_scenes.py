"""Fallen trees, benches, flower beds and places that could be nicer."""

from __future__ import annotations

import math
from collections.abc import Callable

from .canvas import Point, Scene, blob, mix, ring, shade
from .nature import GREENS, bush, foliage, hedge, hills, lawn, leaves, sky, tree, tufts
from .streetscape import background, block, row_of_houses, shadow


BLOSSOMS = (
    ("#e8505b", "#f9a03f", "#f7d154"),
    ("#b565c9", "#f2f0f7", "#6f7fd8"),
    ("#e86fa0", "#f7c6d8", "#f7e07a"),
)


def park(scene: Scene, path: bool = True) -> None:
    """A park with a gravel path that swings into the distance."""
    sky(scene)
    hills(scene, scene.horizon)
    if scene.random.random() < 0.5:
        row_of_houses(scene, scene.horizon + 16, 46)
    hedge(scene, -60, 1680, scene.horizon + 34, 64, "#5f8f5a")
    lawn(scene, scene.horizon + 24)
    if path:
        swing = scene.random.uniform(-1.6, 1.6)
        left, right = [], []
        for i in range(26):
            z = 1.9 + (i / 25) ** 2 * 38
            middle = swing * math.sin(z / 5.0) + swing * 0.4
            left.append(scene.at(middle - 1.3, z))
            right.append(scene.at(middle + 1.3, z))
        shape = [*left, *right[::-1]]
        scene.poly(shape, "#d5c6a5")
        scene.texture(shape, 4, 0.2)
    for _ in range(4):
        side = scene.random.choice((-1, 1))
        z = scene.random.uniform(11, 24)
        tree(
            scene,
            scene.at(side * scene.random.uniform(3, 9), z),
            scene.metres(z) * scene.random.uniform(5, 7),
        )


def fallen_tree(scene: Scene) -> None:
    """A tree or a bough across the path."""
    random = scene.random
    scene.horizon = random.uniform(350, 410)
    park(scene)
    flip, y = random.choice((-1, 1)), random.uniform(790, 850)

    def place(x: float, dy: float) -> Point:
        return (800 + flip * (x - 800), y + dy)

    cast = [place(150, 70), place(1300, 60), place(1420, 110), place(120, 130)]
    scene.soft([cast], "#1d2618", 0.55, 20)
    _stump(scene, place(170, 60))
    _lying_trunk(scene, place)
    for x, rise in ((900, -200), (1010, -160), (1100, 90), (1150, -120)):
        scene.line([place(x - 60, 24), place(x + 90, rise)], "#6b5340", 18)
    colour = random.choice(GREENS[:4])
    foliage(scene, place(1190, -60), (320, 200), colour, 70)
    foliage(scene, place(1010, 60), (190, 110), colour, 36)
    fresh = ("#7fae5c", "#5f9552", "#8fb766")
    leaves(scene, lambda u, v: (-2.6 + u * 5.2, 2.4 + v * 2.6), 90, fresh)


def _stump(scene: Scene, at: Point) -> None:
    """What still stands, with light splinters."""
    bark = [(-75, 20), (-58, -95), (-20, -140), (8, -80), (40, -120), (60, -70), (78, 20)]
    wood = [(-40, -75), (-18, -128), (8, -72), (36, -106), (48, -62)]
    for outline, tone in ((bark, "#6d5744"), (wood, "#d8b98a")):
        scene.poly([(at[0] + dx, at[1] + dy) for dx, dy in outline], tone)


def _lying_trunk(scene: Scene, place: Callable[[float, float], Point]) -> None:
    """The trunk on the ground with bark and a torn end."""
    upper = [(230, -30), (560, -22), (900, 8), (1100, 20)]
    lower = [(1100, 66), (900, 72), (560, 62), (230, 58)]
    middle = [(230, 26), (560, 34), (900, 46), (1100, 46)]
    scene.poly([place(*point) for point in (*upper, *lower)], "#725a45")
    scene.poly([place(*point) for point in (*middle, *lower)], "#574433")
    uniform = scene.random.uniform
    for x in range(250, 1082, 32):
        start, end = place(x, uniform(-14, 10)), place(x + uniform(16, 40), uniform(-14, 30))
        scene.line([start, end], "#5f4a38", 3)
    for dx, dy in ((205, -70), (222, -42), (214, 18)):
        scene.poly([place(240, dy + 24), place(dx, dy), place(240, dy + 48)], "#e0c294")


def idea_place(scene: Scene) -> None:
    """An empty lawn by a path, and chalked on it what could be there."""
    random = scene.random
    scene.horizon = random.uniform(350, 420)
    park(scene, path=False)
    scene.ground([(-8, 6.4), (8, 6.4), (8, 4.9), (-8, 4.9)], "#d5c6a5")
    tree(scene, (random.choice((230, 1370)), 700), 560)
    x = random.uniform(-0.9, 0.3)
    outline = [(x - 1.0, 3.1), (x + 1.4, 3.1), (x + 1.4, 4.3), (x - 1.0, 4.3)]
    for a, b in zip(outline, [*outline[1:], outline[0]], strict=True):
        for i in range(0, 12, 2):
            p = (a[0] + (b[0] - a[0]) * i / 12, a[1] + (b[1] - a[1]) * i / 12)
            q = (a[0] + (b[0] - a[0]) * (i + 1) / 12, a[1] + (b[1] - a[1]) * (i + 1) / 12)
            scene.line([scene.at(*p), scene.at(*q)], "#fbf7ea", 9)
    _ghost_bench(scene, x - 0.6, 3.7) if random.random() < 0.6 else _ghost_flowers(scene, x, 3.6)


def _ghost_bench(scene: Scene, x: float, z: float) -> None:
    """The outline of a bench that is not there yet."""
    lines = [[(x, 0.45), (x + 1.6, 0.45)], [(x, 0.52), (x + 1.6, 0.52)], [(x, 0.9), (x + 1.6, 0.9)], [(x, 0.75), (x + 1.6, 0.75)],
             [(x + 0.15, 0), (x + 0.15, 0.95)], [(x + 1.45, 0), (x + 1.45, 0.95)]]  # fmt: skip
    for line in lines:
        points = [scene.at(px, z, y) for px, y in line]
        scene.soft(
            [[(px, py - 8) for px, py in points] + [(px, py + 8) for px, py in points[::-1]]],
            "#ffffff",
            0.5,
            8,
        )
        scene.line(points, "#ffffff", 7)


def _ghost_flowers(scene: Scene, x: float, z: float) -> None:
    """Outlines of flowers that could grow here."""
    for i in range(7):
        px = x - 0.8 + i * 0.34
        foot, head = scene.at(px, z), scene.at(px + 0.02, z, 0.4 + 0.12 * (i % 3))
        scene.line([foot, head], "#ffffff", 6)
        for k in range(6):
            t = math.tau * k / 6
            petal = ring((head[0] + 24 * math.cos(t), head[1] + 24 * math.sin(t)), (13, 13), 16)
            scene.line([*petal, petal[0]], "#ffffff", 5)


def flower_bed(scene: Scene) -> None:
    """A bed in full bloom."""
    random = scene.random
    scene.time = random.choice(("noon", "morning"))
    scene.horizon = random.uniform(360, 430)
    background(scene)
    lawn(scene, scene.horizon + 18, blades=300)
    bed = blob(random, (800, 900), (720, 240), 0.05, 60)
    scene.poly([(x, y + 14) for x, y in bed], "#b7b1a5")
    scene.poly(bed, "#5f4a37")
    palette = random.choice(BLOSSOMS)
    spots = []
    while len(spots) < 620:
        x, y = random.uniform(90, 1510), random.uniform(670, 1130)
        if ((x - 800) / 690) ** 2 + ((y - 900) / 225) ** 2 < 1:
            spots.append((y, x))
    for y, x in sorted(spots):
        _flower(scene, (x, y), palette[int(math.hypot(x - 800, (y - 900) * 2.4) / 190) % 3])


def _flower(scene: Scene, at: Point, colour: str) -> None:
    """A flower with stem and leaf, larger when nearer."""
    (x, y), uniform = at, scene.random.uniform
    size = 9 + (y - 650) / 500 * 17
    scene.line([(x, y), (x + uniform(-5, 5), y - size * 2.2)], "#4d7f3d", size * 0.2)
    leaf = (x - size * 0.5, y - size * 0.6)
    scene.oval(leaf, (size * 0.5, size * 0.22), shade("#5f9348", uniform(0.8, 1.1)))
    _blossom(scene, (x, y - size * 2.3), size * 0.75, colour)


def _blossom(scene: Scene, at: Point, size: float, colour: str) -> None:
    """A flower head with five petals."""
    tone = shade(colour, scene.random.uniform(0.88, 1.1))
    for k in range(5):
        t = math.tau * k / 5 + scene.random.random()
        scene.oval(
            (at[0] + size * 0.6 * math.cos(t), at[1] + size * 0.5 * math.sin(t)),
            (size * 0.5, size * 0.42),
            tone,
        )
    scene.oval(at, (size * 0.32, size * 0.28), mix(colour, "#fff2a8", 0.75))


def bench(scene: Scene) -> None:
    """A park bench with broken slats."""
    random = scene.random
    scene.horizon = random.uniform(350, 410)
    park(scene, path=False)
    scene.ground([(-9, 4.4), (9, 4.4), (9, 2.5), (-9, 2.5)], "#d3c4a2")
    bush(scene, (random.choice((250, 1350)), 730), 330, 260)
    x, z = random.uniform(-1.35, -0.85), 4.2
    wood = random.choice(("#a9713f", "#8f6a45", "#b5523f", "#5f8a5b"))
    shadow(scene, [(x - 0.1, z), (x + 2.3, z), (x + 2.2, z - 0.7), (x - 0.2, z - 0.6)], 0.5, 15)
    for left in (x + 0.15, x + 1.75):
        block(scene, (left, z - 0.1), (0.09, 0.5, 0.42), "#55585c")
        back = [(left, z + 0.4, 0.4), (left + 0.09, z + 0.4, 0.4)]
        scene.face([*back, (left + 0.09, z + 0.55, 0.95), (left, z + 0.55, 0.95)], "#55585c")
    broken = random.randrange(3)
    for i in range(3):
        _slat(scene, x, z + 0.48 + i * 0.03, 0.56 + i * 0.14, wood, i == broken)
    for i in range(3):
        _seat_slat(scene, x, z + 0.3 - i * 0.17, wood, i == (broken + 1) % 3)
    lost = [(x + 0.5, 3.2), (x + 1.5, 3.0), (x + 1.52, 3.1), (x + 0.52, 3.3)]
    scene.ground(lost, shade(wood, 0.9))
    tufts(scene, 60, lambda u, v: (150 + u * 1300, 1090 + v * 100), "#7fae5c")


def _slat(scene: Scene, x: float, z: float, y: float, wood: str, broken: bool) -> None:
    """A slat of the backrest; a broken one ends in splinters."""
    tone = shade(wood, scene.random.uniform(0.92, 1.08))
    parts = [(0.0, 0.75), (1.35, 2.0)] if broken else [(0.0, 2.0)]
    for first, last in parts:
        top, low = y + 0.11, y
        points = [
            scene.at(x + first, z, low),
            scene.at(x + last, z, low),
            scene.at(x + last, z, top),
            scene.at(x + first, z, top),
        ]
        if broken and first == 0:
            points[1:3] = [
                scene.at(x + last + 0.1, z, low),
                scene.at(x + last - 0.05, z, low + 0.04),
                scene.at(x + last + 0.13, z, low + 0.07),
                scene.at(x + last, z, top),
            ]
        scene.poly(points, tone)
        scene.line([points[-1], points[-2]], shade(wood, 1.22), 4)


def _seat_slat(scene: Scene, x: float, z: float, wood: str, broken: bool) -> None:
    """A slat of the seat."""
    tone, right = shade(wood, scene.random.uniform(0.98, 1.12)), x + (0.9 if broken else 2.0)
    torn = right + (0.12 if broken else 0)
    far = z + 0.13
    scene.face([(x, z, 0.45), (right, z, 0.45), (torn, far, 0.45), (x, far, 0.45)], tone)
    edge = [(x, z, 0.41), (right, z, 0.41), (right, z, 0.45), (x, z, 0.45)]
    scene.face(edge, shade(wood, 0.7))
    if broken:
        hanging = [(x + 1.95, z, 0.45), (x + 2.0, far, 0.45)]
        tip = [(x + 1.2, z + 0.05, 0.06), (x + 1.15, z - 0.06, 0.02)]
        scene.face([*hanging, *tip], shade(wood, 0.85))
