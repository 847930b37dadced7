"""Rubbish: dumped furniture, full bins, broken glass, scrap bicycles."""

from __future__ import annotations

import math

from .canvas import Point, Scene, blob, mix, ring, shade
from .nature import hedge, lawn, tufts
from .streetscape import background, block, post, road, shadow


PACKAGING = (
    *("#e8e0d2", "#c9a06b", "#d94f45", "#f1efe9"),
    *("#6da0b8", "#b98f5f", "#e7c84f", "#3d4450"),
)


def _verge(scene: Scene, edge: float = -1.2) -> None:
    """A grass verge in front of a hedge, with a pavement on the right."""
    background(scene, trees=3)
    lawn(scene, scene.horizon + 18, blades=250)
    hedge(scene, -60, 1680, scene.horizon + 120, 110)
    scene.ground(
        [(1.6 - edge, 30), (4.6 - edge, 30), (4.6 - edge, 1.8), (1.6 - edge, 1.8)], "#c6c1b6"
    )


def dump(scene: Scene) -> None:
    """Bulky waste on the verge: mattress, cupboard, bags, perhaps a fridge or a sofa."""
    random = scene.random
    scene.horizon = random.uniform(330, 400)
    _verge(scene)
    shadow(scene, [(-2.2, 4.9), (2.0, 5.0), (2.1, 3.6), (-2.1, 3.5)], 0.5, 16)
    _mattress(scene, random.uniform(-2.0, -1.5), 5.0)
    if random.random() < 0.5:
        block(scene, (0.4, 5.0), (0.62, 0.6, 1.45), "#e4e6e6")
        _fridge_lines(scene, 0.4, 5.0)
    else:
        block(scene, (0.3, 4.9), (1.05, 0.5, 1.3), random.choice(("#a9784f", "#8f6543", "#c2a077")))
        _cupboard_lines(scene, 0.3, 4.9)
    _sofa(
        scene,
        random.uniform(-0.9, -0.6),
        4.15,
        random.choice(("#6d7f8f", "#8a5a55", "#7b7d57", "#5f6f66")),
    )
    for x, z in ((-1.6, 3.7), (-1.15, 3.5), (0.95, 3.6), (1.35, 3.9)):
        _bag(scene, x + random.uniform(-0.12, 0.12), z, random.uniform(0.2, 0.27))
    for _ in range(5):
        block(
            scene,
            (random.uniform(-1.8, 1.4), random.uniform(3.0, 3.4)),
            (0.34, 0.24, 0.2),
            random.choice(("#b98f5f", "#c7a274")),
        )
    tufts(scene, 160, lambda u, v: (u * 1100, 930 + v * 230), "#7fae5c")


def _mattress(scene: Scene, x: float, z: float) -> None:
    """A mattress leaning against the hedge."""
    lean = 0.35
    face = [
        scene.at(x, z, 0.0),
        scene.at(x + 1.3, z, 0.0),
        scene.at(x + 1.3, z + lean, 1.65),
        scene.at(x, z + lean, 1.65),
    ]
    edge = [face[1], scene.at(x + 1.46, z, 0.0), scene.at(x + 1.46, z + lean, 1.62), face[2]]
    scene.poly(edge, "#b9b0a0")
    scene.poly(face, "#e6dfd0")
    for i in range(1, 6):
        for j in range(1, 8):
            px = face[0][0] + (face[1][0] - face[0][0]) * i / 6
            py = face[0][1] + (face[3][1] - face[0][1]) * j / 8
            scene.oval((px, py), (5, 4), "#c5bba8")
    stain = blob(scene.random, (face[0][0] + 110, face[0][1] - 190), (70, 52), 0.2)
    scene.soft([stain], "#a98b5c", 0.45, 9)
    scene.line([*face, face[0]], "#cfc6b4", 4)


def _fridge_lines(scene: Scene, x: float, z: float) -> None:
    """Door gap and handles of a fridge."""
    scene.line([scene.at(x, z, 0.95), scene.at(x + 0.62, z, 0.95)], "#a9adae", 4)
    for low, high in ((0.55, 0.85), (1.02, 1.2)):
        scene.line([scene.at(x + 0.08, z, low), scene.at(x + 0.08, z, high)], "#8e9496", 7)


def _cupboard_lines(scene: Scene, x: float, z: float) -> None:
    """Doors of a cupboard, one hanging open."""
    scene.line([scene.at(x + 0.52, z, 0.03), scene.at(x + 0.52, z, 1.27)], "#4c3524", 4)
    door = [
        scene.at(x, z, 0.05),
        scene.at(x - 0.28, z - 0.3, 0.0),
        scene.at(x - 0.28, z - 0.3, 1.22),
        scene.at(x, z, 1.27),
    ]
    scene.poly(
        [
            scene.at(x + 0.03, z, 0.05),
            scene.at(x + 0.5, z, 0.05),
            scene.at(x + 0.5, z, 1.26),
            scene.at(x + 0.03, z, 1.26),
        ],
        "#4c3a2b",
    )
    scene.poly(door, "#b5875c")
    for height in (0.45, 0.85):
        scene.line([scene.at(x + 0.03, z, height), scene.at(x + 0.5, z, height)], "#8f6543", 7)


def _sofa(scene: Scene, x: float, z: float, colour: str) -> None:
    """A worn sofa."""
    block(scene, (x, z + 0.45), (1.35, 0.16, 0.82), shade(colour, 0.9))
    block(scene, (x, z), (1.35, 0.5, 0.3), colour, 0.1)
    for i in (0, 1):
        block(scene, (x + 0.16 + i * 0.53, z - 0.02), (0.5, 0.48, 0.13), shade(colour, 1.1), 0.38)
    for side in (-0.06, 1.22):
        block(scene, (x + side, z - 0.02), (0.19, 0.55, 0.58), shade(colour, 0.95), 0.05)
    torn = blob(scene.random, scene.at(x + 0.4, z, 0.25), (34, 15), 0.3)
    scene.poly(torn, "#dccf9c")


def _bag(scene: Scene, x: float, z: float, size: float) -> None:
    """A filled rubbish bag with a knot."""
    px, py = scene.at(x, z)
    m = scene.metres(z) * size
    colour = scene.random.choice(("#3a3f49", "#2f3b52", "#444548", "#5b7390"))
    scene.soft([ring((px, py), (m * 1.2, m * 0.35))], "#14161a", 0.5, 9)
    body = blob(scene.random, (px, py - m * 0.75), (m, m * 0.85), 0.1)
    scene.poly(body, colour)
    scene.poly(
        [
            (px - m * 0.16, py - m * 1.45),
            (px + m * 0.02, py - m * 1.95),
            (px + m * 0.26, py - m * 1.45),
        ],
        colour,
    )
    for dx in (-0.45, 0.05, 0.4):
        scene.line(
            [(px + dx * m * 0.3, py - m * 1.4), (px + dx * m * 1.2, py - m * 0.5)],
            shade(colour, 1.25),
            3,
        )
    scene.soft([ring((px - m * 0.3, py - m), (m * 0.28, m * 0.2))], "#ffffff", 0.28, 8)


def bin_overflowing(scene: Scene) -> None:
    """A litter bin that nobody has emptied."""
    random = scene.random
    scene.horizon = random.uniform(340, 420)
    background(scene)
    road(scene, -7.5, -1.0 - random.random() * 0.4)
    scene.ground([(-0.8, 30), (5, 30), (5, 1.7), (-0.8, 1.7)], "#c9c4b9")
    for i in range(22):
        z = 1.9 + i * 0.5
        scene.line([scene.at(-0.8, z), scene.at(5, z)], "#b3aea3", 2)
    x, z = random.uniform(0.1, 0.5), 3.1
    shadow(
        scene,
        [(x - 0.3, z - 0.1), (x + 1.2, z + 0.1), (x + 1.1, z + 0.5), (x - 0.2, z + 0.4)],
        0.45,
        14,
    )
    post(scene, (x + 0.32, z + 0.1), 1.25, "#4d5a55", 0.07)
    _bin_body(scene, x, z, random.choice(("#d9762b", "#4e7f5b", "#5d6a72", "#c9692a")))
    for _ in range(34):
        px = x + random.gauss(0.1, 0.55)
        _litter(scene, px, max(2.15, z + random.gauss(-0.25, 0.35)))


def _bin_body(scene: Scene, x: float, z: float, colour: str) -> None:
    """The bin itself with its load towering above the rim."""
    (px, top), (_, low) = scene.at(x, z, 0.98), scene.at(x, z, 0.28)
    r = scene.metres(z) * 0.25
    _load(scene, (px, top), r)
    slim = r * 0.86
    scene.poly([(px - r, top), (px + r, top), (px + slim, low), (px - slim, low)], colour)
    dark = [(px + r * 0.3, top), (px + r, top), (px + slim, low), (px + r * 0.28, low)]
    scene.poly(dark, shade(colour, 0.8))
    scene.oval((px, low), (slim, r * 0.16), shade(colour, 0.7))
    for share in (0.2, 0.8):
        y = top + (low - top) * share
        scene.line([(px - r * 0.97, y), (px + r * 0.97, y)], shade(colour, 0.72), 6)
    scene.rect((px - r * 1.05, top - 8, px + r * 1.05, top + 12), shade(colour, 0.85), 8)


def _load(scene: Scene, at: Point, r: float) -> None:
    """A heap of packaging, cartons and cups."""
    random, (x, y) = scene.random, at
    for i in range(34):
        height = (i % 12) / 12
        centre = (x + random.uniform(-r, r) * (1 - height * 0.7), y - height * r * 1.25)
        item = blob(random, centre, (r * 0.34, r * 0.24), 0.3, 9)
        scene.poly(item, shade(random.choice(PACKAGING), random.uniform(0.85, 1.05)))
    _pizza_box(scene, (x - r * 0.3, y - r * 0.8), r)
    _cup(scene, (x + r * 0.62, y - r * 0.5), r * 0.34)


def _pizza_box(scene: Scene, at: Point, r: float) -> None:
    """A folded cardboard box."""
    x, y = at
    scene.poly(
        [
            (x - r * 0.9, y + r * 0.3),
            (x + r * 0.5, y - r * 0.25),
            (x + r * 0.75, y + r * 0.1),
            (x - r * 0.6, y + r * 0.65),
        ],
        "#cfa877",
    )
    scene.poly(
        [
            (x - r * 0.9, y + r * 0.3),
            (x + r * 0.5, y - r * 0.25),
            (x + r * 0.5, y - r * 0.37),
            (x - r * 0.9, y + r * 0.18),
        ],
        "#e3c79b",
    )


def _cup(scene: Scene, at: Point, r: float) -> None:
    """A paper cup with a lid."""
    x, y = at
    scene.poly(
        [
            (x - r * 0.5, y - r),
            (x + r * 0.5, y - r),
            (x + r * 0.35, y + r * 0.4),
            (x - r * 0.35, y + r * 0.4),
        ],
        "#f3eee4",
    )
    scene.rect((x - r * 0.42, y - r * 0.55, x + r * 0.42, y - r * 0.1), "#8a5b3c")
    scene.rect((x - r * 0.58, y - r * 1.15, x + r * 0.58, y - r * 0.95), "#ffffff", 3)


def _litter(scene: Scene, x: float, z: float) -> None:
    """One piece of litter on the ground."""
    random = scene.random
    px, py = scene.at(x, z)
    m = scene.metres(z)
    size = m * random.uniform(0.04, 0.1)
    colour = random.choice(
        ("#f2efe8", "#e6d9c2", "#d94f45", "#c9a06b", "#7fb0c4", "#e7c84f", "#9fb58a")
    )
    scene.soft([ring((px + 4, py + 4), (size, size * 0.4))], "#26262c", 0.35, 5)
    scene.poly(
        blob(random, (px, py), (size, size * 0.55), 0.35, 9),
        shade(colour, random.uniform(0.85, 1.05)),
    )


def glass(scene: Scene) -> None:
    """Broken bottles on a cycle path."""
    random = scene.random
    scene.horizon, scene.eye = random.uniform(180, 260), 1.3
    background(scene, 60, 5)
    scene.gradient((0, scene.horizon + 16, 1600, 1200), "#a4c184", "#7aa256")
    path = [(-1.5, 40), (1.6, 40), (1.6, 1.4), (-1.5, 1.4)]
    scene.ground(path, random.choice(("#a9655a", "#9a9a9c", "#a7685c")))
    scene.texture([scene.at(*p) for p in path], 3.5, 0.18)
    for x in (-1.52, 1.56):
        scene.ground([(x, 40), (x + 0.06, 40), (x + 0.06, 1.4), (x, 1.4)], "#ecebe6", 0.9)
    x, z, tone = random.uniform(-0.3, 0.3), 2.4, random.choice(("#3f8a4f", "#8a5a2b", "#4f9a68"))
    for _ in range(150):
        _shard(scene, x + random.gauss(0, 0.42), max(1.6, z + random.gauss(0, 0.42)), tone)
    _bottle_neck(scene, x, z, tone)


def _shard(scene: Scene, x: float, z: float, tone: str) -> None:
    """A splinter that catches the light."""
    random = scene.random
    px, py = scene.at(x, z)
    size = scene.metres(z) * random.uniform(0.01, 0.05)
    turn = random.uniform(0, math.tau)
    corners = [
        (px + size * math.cos(turn + a) * r, py + size * 0.6 * math.sin(turn + a) * r)
        for a, r in ((0, 1), (1.9, 0.7), (3.4, 1.1), (4.9, 0.5))
    ]
    scene.poly([(cx + 3, cy + 3) for cx, cy in corners], "#2b2424", 0.4)
    scene.poly(corners, mix(tone, "#e9fff0", random.random() * 0.75), 0.85)
    if random.random() < 0.3:
        scene.line([corners[0], corners[1]], "#ffffff", 2)


def _bottle_neck(scene: Scene, x: float, z: float, tone: str) -> None:
    """The neck of a bottle lying on its side."""
    px, py = scene.at(x, z)
    m = scene.metres(z)
    scene.soft([ring((px + m * 0.1, py + m * 0.03), (m * 0.2, m * 0.04))], "#201a1a", 0.5, 8)
    scene.poly([(px - m * 0.12, py - m * 0.07), (px + m * 0.1, py - m * 0.035), (px + m * 0.26, py - m * 0.03),
                (px + m * 0.26, py + m * 0.03), (px + m * 0.1, py + m * 0.035), (px - m * 0.07, py + m * 0.07),
                (px - m * 0.02, py + m * 0.01), (px - m * 0.1, py - m * 0.02)], tone)  # fmt: skip
    scene.line(
        [(px - m * 0.06, py - m * 0.045), (px + m * 0.24, py - m * 0.018)],
        mix(tone, "#ffffff", 0.6),
        5,
    )


def scrap_bike(scene: Scene) -> None:
    """A bicycle left to rust at a stand."""
    random = scene.random
    scene.horizon = random.uniform(360, 430)
    background(scene)
    scene.gradient((0, scene.horizon + 18, 1600, 1200), "#bdb8ae", "#cbc5ba")
    scene.texture(
        [(0, scene.horizon + 18), (1600, scene.horizon + 18), (1600, 1200), (0, 1200)], 4, 0.1
    )
    for z in (2.4, 2.8, 3.3, 3.9, 4.7, 5.8, 7.5, 10):
        scene.line([scene.at(-6, z), scene.at(6, z)], "#a9a49a", 2)
    for i in range(5):
        _stand(scene, 180 + i * 330, 960)
    colour = random.choice(("#3f6f9f", "#a8443c", "#4d7f54", "#7b5a8c"))
    _bike(scene, (random.uniform(560, 720), 985), colour)
    tufts(scene, 40, lambda u, v: (350 + u * 900, 970 + v * 40), "#8a9a55")


def _stand(scene: Scene, x: float, y: float) -> None:
    """A bent steel tube."""
    scene.line(
        [
            (x, y),
            (x, y - 260),
            (x + 18, y - 290),
            (x + 150, y - 290),
            (x + 168, y - 260),
            (x + 168, y),
        ],
        "#8f979d",
        15,
    )
    scene.line([(x - 3, y), (x - 3, y - 258), (x + 16, y - 294), (x + 148, y - 294)], "#c3cacf", 4)


def _bike(scene: Scene, at: Point, colour: str) -> None:
    """A bicycle from the side: buckled front wheel, no saddle, rust."""
    x, y = at
    scene.soft([ring((x + 220, y + 4), (400, 22))], "#1c1a1a", 0.5, 12)
    rear, front = (x, y - 148), (x + 450, y - 130)
    _spoked_wheel(scene, rear, (146, 146))
    _spoked_wheel(scene, front, (118, 138))
    crank, seat, head = (x + 190, y - 150), (x + 130, y - 345), (x + 372, y - 350)
    tubes = [(rear, crank), (crank, seat), (crank, head), (seat, head), (rear, seat), (head, front)]
    for a, b in tubes:
        scene.line([a, b], colour, 13)
        scene.line([(a[0] - 2, a[1] - 3), (b[0] - 2, b[1] - 3)], shade(colour, 1.25), 3)
    for _ in range(16):
        t, (a, b) = scene.random.random(), scene.random.choice(tubes[:4])
        scene.oval((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t), (11, 7), "#94562c")
    scene.line([head, (head[0] - 12, head[1] - 62), (head[0] + 62, head[1] - 84)], "#5b5b5e", 11)
    scene.line([seat, (seat[0] - 12, seat[1] - 40)], "#7c7c80", 9)
    scene.oval(crank, (30, 30), "#6d4d35")
    scene.line([crank, (crank[0] + 40, crank[1] + 66)], "#4d4a48", 9)
    sag = [34 * math.sin(i / 9 * math.pi) for i in range(10)]
    slack = [(crank[0] + 10 - i * 20, crank[1] + 30 + sag[i]) for i in range(10)]
    scene.line(slack, "#6d4d35", 5)


def _spoked_wheel(scene: Scene, hub: Point, radii: Point) -> None:
    """Tyre, rusty rim and spokes."""
    for i in range(14):
        t = math.tau * i / 14
        end = (hub[0] + radii[0] * math.cos(t), hub[1] + radii[1] * math.sin(t))
        scene.line([hub, end], "#a08d78", 2)
    for shrink, tone, width in ((0, "#2f2d2c", 14), (11, "#96704f", 5)):
        circle = ring(hub, (radii[0] - shrink, radii[1] - shrink), 48)
        scene.line([*circle, circle[0]], tone, width)
