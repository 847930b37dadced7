"""Trees, oaks with moth nests, parks, and places that could be nicer."""

from __future__ import annotations

import math

from .canvas import Point, Scene, blob, mix, ring, shade
from .nature import GREENS, bush, foliage, hedge, hills, lawn, leaves, sky, tree, tufts
from .streetscape import background, block, row_of_houses, shadow


def _park(scene: Scene, path: bool = True) -> None:
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
    _park(scene)
    flip = random.choice((-1, 1))
    y, middle = random.uniform(790, 850), 800

    def place(x: float, dy: float) -> Point:
        return (middle + flip * (x - 800), y + dy)

    scene.soft(
        [[place(150, 70), place(1300, 60), place(1420, 110), place(120, 130)]], "#1d2618", 0.55, 20
    )
    stump = place(170, 60)
    scene.poly([(stump[0] - 75, stump[1] + 20), (stump[0] - 58, stump[1] - 95), (stump[0] - 20, stump[1] - 140),
                (stump[0] + 8, stump[1] - 80), (stump[0] + 40, stump[1] - 120), (stump[0] + 60, stump[1] - 70), (stump[0] + 78, stump[1] + 20)], "#6d5744")  # fmt: skip
    scene.poly(
        [
            (stump[0] - 40, stump[1] - 75),
            (stump[0] - 18, stump[1] - 128),
            (stump[0] + 8, stump[1] - 72),
            (stump[0] + 36, stump[1] - 106),
            (stump[0] + 48, stump[1] - 62),
        ],
        "#d8b98a",
    )
    trunk = [
        place(230, -30),
        place(560, -22),
        place(900, 8),
        place(1100, 20),
        place(1100, 66),
        place(900, 72),
        place(560, 62),
        place(230, 58),
    ]
    scene.poly(trunk, "#725a45")
    scene.poly(
        [
            place(230, 58),
            place(560, 62),
            place(900, 72),
            place(1100, 66),
            place(1100, 46),
            place(900, 46),
            place(560, 34),
            place(230, 26),
        ],
        "#574433",
    )
    for i in range(26):
        x = 250 + i * 32
        scene.line(
            [
                place(x, random.uniform(-14, 10)),
                place(x + random.uniform(16, 40), random.uniform(-14, 30)),
            ],
            "#5f4a38",
            3,
        )
    for dx, dy in ((205, -70), (222, -42), (214, 18)):
        scene.poly([place(240, dy + 24), place(dx, dy), place(240, dy + 48)], "#e0c294")
    for x, rise in ((900, -200), (1010, -160), (1100, 90), (1150, -120)):
        scene.line([place(x - 60, 24), place(x + 90, rise)], "#6b5340", 18)
    colour = random.choice(GREENS[:4])
    foliage(scene, place(1190, -60), (320, 200), colour, 70)
    foliage(scene, place(1010, 60), (190, 110), colour, 36)
    leaves(
        scene, lambda u, v: (-2.6 + u * 5.2, 2.4 + v * 2.6), 90, ("#7fae5c", "#5f9552", "#8fb766")
    )


def oak_moth(scene: Scene) -> None:
    """A nest of the oak processionary moth, with warning ribbon round the trunk."""
    random = scene.random
    scene.time = random.choice(("noon", "morning", "noon", "overcast"))
    scene.horizon = random.uniform(520, 620)
    _park(scene, path=random.random() < 0.6)
    x, base = random.uniform(620, 900), 1290
    left = [(x - 265, base), (x - 205, 1030), (x - 180, 700), (x - 172, 380), (x - 190, -40)]
    right = [(x + 190, -40), (x + 170, 380), (x + 182, 700), (x + 212, 1030), (x + 280, base)]
    scene.soft(
        [[(x - 300, 1180), (x + 700, 1130), (x + 760, 1190), (x - 200, 1240)]], "#1d2618", 0.5, 24
    )
    scene.poly([*left, *right], "#76624e")
    scene.poly([(x + 60, -40), *right, (x + 90, base), (x + 70, 700)], "#5d4b3b")
    for _ in range(120):
        px, py = x + random.uniform(-185, 185), random.uniform(-20, 1200)
        length = random.uniform(50, 150)
        tone = random.choice(("#4b3c2f", "#8b7660", "#544434"))
        scene.line(
            [
                (px, py),
                (px + random.uniform(-9, 9), py + length * 0.5),
                (px + random.uniform(-6, 6), py + length),
            ],
            tone,
            random.uniform(3, 7),
        )
    for side in (-1, 1):
        scene.line(
            [(x + side * 120, 250), (x + side * 420, 60), (x + side * 700, -60)], "#6b5845", 70
        )
    _nest(scene, (x + random.uniform(-30, 50), random.uniform(430, 520)))
    _procession(scene, x - random.uniform(90, 120))
    _ribbon(scene, x, 830)
    for side in (-1, 1):
        _oak_leaves(scene, (x + side * random.uniform(380, 520), random.uniform(60, 150)))
    _oak_leaves(scene, (x, 20))


def _nest(scene: Scene, at: Point) -> None:
    """A grey-white web with old skins and caterpillars."""
    random, (x, y) = scene.random, at
    scene.soft([ring((x + 25, y + 30), (150, 185))], "#1e1812", 0.55, 18)
    shape = blob(random, at, (132, 168), 0.12, 40)
    scene.poly(shape, "#cbc2b0")
    scene.soft([ring((x - 35, y - 55), (62, 80))], "#f4f0e6", 0.9, 22)
    scene.soft([ring((x + 50, y + 70), (60, 70))], "#8d7f68", 0.6, 24)
    for _ in range(150):
        a, b = random.uniform(0, math.tau), random.uniform(0, math.tau)
        ra, rb = random.uniform(0.75, 1.12), random.uniform(0.75, 1.12)
        scene.line(
            [
                (x + 132 * ra * math.cos(a), y + 168 * ra * math.sin(a)),
                (
                    x + 132 * rb * math.cos(a + (b - 3) * 0.14),
                    y + 168 * rb * math.sin(a + (b - 3) * 0.14),
                ),
            ],
            "#ece7da",
            1.6,
        )
    for _ in range(46):
        a, r = random.uniform(0, math.tau), math.sqrt(random.random()) * 0.85
        _caterpillar(
            scene,
            (x + 132 * r * math.cos(a), y + 168 * r * math.sin(a)),
            random.uniform(0, math.pi),
            20,
        )


def _caterpillar(scene: Scene, at: Point, turn: float, length: float) -> None:
    """A hairy caterpillar."""
    dx, dy = math.cos(turn) * length, math.sin(turn) * length
    for i in range(-4, 5):
        px, py = at[0] + dx * i / 4, at[1] + dy * i / 4
        scene.line(
            [(px - dy * 0.45, py + dx * 0.45), (px + dy * 0.45, py - dx * 0.45)], "#d9d2c2", 1.4
        )
    scene.line([(at[0] - dx, at[1] - dy), at, (at[0] + dx, at[1] + dy)], "#4a4034", 8)
    scene.line(
        [(at[0] - dx * 0.9, at[1] - dy * 0.9), (at[0] + dx * 0.9, at[1] + dy * 0.9)], "#a08a5d", 2.5
    )


def _procession(scene: Scene, x: float) -> None:
    """Caterpillars in single file up the trunk."""
    for i in range(15):
        y = 1130 - i * 44
        at = (x + 16 * math.sin(i / 2.2), y)
        if not 780 < y < 890:
            _caterpillar(scene, at, math.pi / 2 + 0.35 * math.cos(i / 2.2), 19)


def _ribbon(scene: Scene, x: float, y: float) -> None:
    """Red and white ribbon round the trunk."""
    count, left, right = 12, x - 192, x + 200
    for i in range(count):
        a, b = left + (right - left) * i / count, left + (right - left) * (i + 1) / count
        sag = [y + 26 * math.sin(math.pi * (px - left) / (right - left)) for px in (a, b)]
        scene.poly(
            [(a, sag[0]), (b, sag[1]), (b + 12, sag[1] + 52), (a + 12, sag[0] + 52)],
            "#d7372e" if i % 2 else "#f7f5f1",
        )
    for i in range(5):
        top = y + 40 + i * 34
        scene.poly(
            [
                (right - 18 + i * 7, top),
                (right + 18 + i * 7, top - 6),
                (right + 26 + i * 7, top + 30),
                (right - 9 + i * 7, top + 34),
            ],
            "#d7372e" if i % 2 else "#f7f5f1",
        )


def _oak_leaves(scene: Scene, at: Point) -> None:
    """A spray of lobed oak leaves."""
    random = scene.random
    for _ in range(75):
        x, y = at[0] + random.gauss(0, 170), at[1] + random.gauss(0, 62)
        turn, size = random.uniform(0, math.tau), random.uniform(26, 46)
        outline = []
        for i in range(22):
            t = i / 21 if i < 11 else (21 - i) / 10
            side = 1 if i < 11 else -1
            along, wide = (
                (min(t, 1) - 0.5) * 2.2,
                side
                * (0.42 + 0.13 * math.cos(min(t, 1) * 21))
                * math.sin(math.pi * min(max(t, 0.04), 0.96)),
            )
            outline.append(
                (
                    x + size * (along * math.cos(turn) - wide * math.sin(turn)),
                    y + size * (along * math.sin(turn) + wide * math.cos(turn)),
                )
            )
        scene.poly(
            outline,
            shade(
                random.choice(("#5f8f45", "#6f9f4e", "#4c7f3d", "#7cab55")),
                random.uniform(0.8, 1.15),
            ),
        )


def idea_place(scene: Scene) -> None:
    """An empty lawn by a path, and chalked on it what could be there."""
    random = scene.random
    scene.horizon = random.uniform(350, 420)
    _park(scene, path=False)
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
    palette = random.choice(
        (
            ("#e8505b", "#f9a03f", "#f7d154"),
            ("#b565c9", "#f2f0f7", "#6f7fd8"),
            ("#e86fa0", "#f7c6d8", "#f7e07a"),
        )
    )
    spots = []
    while len(spots) < 620:
        x, y = random.uniform(90, 1510), random.uniform(670, 1130)
        if ((x - 800) / 690) ** 2 + ((y - 900) / 225) ** 2 < 1:
            spots.append((y, x))
    for y, x in sorted(spots):
        size = 9 + (y - 650) / 500 * 17
        scene.line([(x, y), (x + random.uniform(-5, 5), y - size * 2.2)], "#4d7f3d", size * 0.2)
        scene.oval(
            (x - size * 0.5, y - size * 0.6),
            (size * 0.5, size * 0.22),
            shade("#5f9348", random.uniform(0.8, 1.1)),
        )
        _blossom(
            scene,
            (x, y - size * 2.3),
            size * 0.75,
            palette[int(math.hypot(x - 800, (y - 900) * 2.4) / 190) % 3],
        )


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
    _park(scene, path=False)
    scene.ground([(-9, 4.4), (9, 4.4), (9, 2.5), (-9, 2.5)], "#d3c4a2")
    bush(scene, (random.choice((250, 1350)), 730), 330, 260)
    x, z, wood = (
        random.uniform(-1.35, -0.85),
        4.2,
        random.choice(("#a9713f", "#8f6a45", "#b5523f", "#5f8a5b")),
    )
    shadow(scene, [(x - 0.1, z), (x + 2.3, z), (x + 2.2, z - 0.7), (x - 0.2, z - 0.6)], 0.5, 15)
    for side in (0.15, 1.75):
        block(scene, (x + side, z - 0.1), (0.09, 0.5, 0.42), "#55585c")
        scene.poly(
            [
                scene.at(x + side, z + 0.4, 0.4),
                scene.at(x + side + 0.09, z + 0.4, 0.4),
                scene.at(x + side + 0.09, z + 0.55, 0.95),
                scene.at(x + side, z + 0.55, 0.95),
            ],
            "#55585c",
        )
    broken = random.randrange(3)
    for i in range(3):
        _slat(scene, x, z + 0.48 + i * 0.03, 0.56 + i * 0.14, wood, i == broken)
    for i in range(3):
        _seat_slat(scene, x, z + 0.3 - i * 0.17, wood, i == (broken + 1) % 3)
    scene.poly(
        [
            scene.at(x + 0.5, 3.2),
            scene.at(x + 1.5, 3.0),
            scene.at(x + 1.52, 3.1),
            scene.at(x + 0.52, 3.3),
        ],
        shade(wood, 0.9),
    )
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
    tone = shade(wood, scene.random.uniform(0.98, 1.12))
    last = 0.9 if broken else 2.0
    scene.poly(
        [
            scene.at(x, z, 0.45),
            scene.at(x + last, z, 0.45),
            scene.at(x + last + (0.12 if broken else 0), z + 0.13, 0.45),
            scene.at(x, z + 0.13, 0.45),
        ],
        tone,
    )
    scene.poly(
        [
            scene.at(x, z, 0.41),
            scene.at(x + last, z, 0.41),
            scene.at(x + last, z, 0.45),
            scene.at(x, z, 0.45),
        ],
        shade(wood, 0.7),
    )
    if broken:
        scene.poly(
            [
                scene.at(x + 1.95, z, 0.45),
                scene.at(x + 2.0, z + 0.13, 0.45),
                scene.at(x + 1.2, z + 0.05, 0.06),
                scene.at(x + 1.15, z - 0.06, 0.02),
            ],
            shade(wood, 0.85),
        )
