"""What stands in the street: lamps, lights, signs, walls and swings."""

from __future__ import annotations

import math

from .canvas import WIDTH, Point, Scene, blob, mix, ring, shade
from .nature import GREENS, bush, foliage, hedge, hills, lawn, sky, tree, tufts
from .streetscape import background, road, row_of_houses, shadow


def lamp(scene: Scene) -> None:
    """A leaning street lamp at dusk, its cover hanging down."""
    random = scene.random
    scene.time = "evening"
    scene.horizon = random.uniform(760, 830)
    sky(scene)
    scene.gradient((0, 0, WIDTH, scene.horizon + 20), "#3b4a72", "#e9b58f")
    hills(scene, scene.horizon)
    row_of_houses(scene, scene.horizon + 24, 86)
    road(scene, -6.5, -0.9)
    x, lean = random.uniform(560, 760), random.choice((-1, 1)) * random.uniform(0.06, 0.13)
    foot, top = (x, 1080), (x + lean * 900, 190)
    scene.soft([ring((x + 40, 1085), (150, 22))], "#15161c", 0.6, 12)
    steel = "#5f6a70"
    scene.line([foot, top], steel, 30)
    scene.line([(foot[0] + 8, foot[1]), (top[0] + 8, top[1])], shade(steel, 0.7), 10)
    _open_flap(scene, foot)
    arm = (top[0] + 250, top[1] - 34)
    scene.line([top, (top[0] + 70, top[1] - 40), arm], steel, 20)
    _lamp_head(scene, arm)
    for i in (1, 2):
        _distant_lamp(scene, 1060 + i * 210, scene.horizon + 40 - i * 8, 300 - i * 70)
    scene.time = "overcast"  # cool light of the blue hour


def _open_flap(scene: Scene, foot: Point) -> None:
    """The open service door with loose cables."""
    x, y = foot
    scene.rect((x - 24, y - 240, x + 24, y - 80), "#23282b", 5)
    scene.poly(
        [(x + 22, y - 240), (x + 74, y - 222), (x + 74, y - 66), (x + 22, y - 80)], "#7b868c"
    )
    for k, tone in enumerate(("#c0392b", "#2d6fb5", "#d9b52f")):
        dx = -10 + k * 9
        scene.line(
            [(x + dx, y - 190), (x + dx - 16 + k * 12, y - 140), (x + dx + 8, y - 104)], tone, 5
        )


def _lamp_head(scene: Scene, at: Point) -> None:
    """A lamp head whose glass hangs by one screw."""
    x, y = at
    scene.poly(
        [
            (x - 30, y - 26),
            (x + 130, y - 30),
            (x + 168, y + 6),
            (x + 150, y + 22),
            (x - 34, y + 20),
        ],
        "#4d575c",
    )
    scene.poly([(x - 34, y + 10), (x + 160, y + 8), (x + 150, y + 24), (x - 34, y + 22)], "#2a2f33")
    glass = [(x + 150, y + 22), (x + 158, y + 34), (x + 92, y + 170), (x + 62, y + 158)]
    scene.poly(glass, "#c9d4d6", 0.9)
    scene.line([glass[0], glass[2]], "#f3f7f7", 4)
    scene.line([(x + 40, y + 22), (x + 34, y + 62), (x + 44, y + 84)], "#c0392b", 4)
    scene.oval((x + 44, y + 94), (12, 16), "#e6e2d4")


def _distant_lamp(scene: Scene, x: float, y: float, height: float) -> None:
    """A lamp that works."""
    scene.soft([ring((x + 30, y - height + 12), (90, 80))], "#ffe2a0", 0.75, 30)
    scene.line([(x, y), (x, y - height), (x + 34, y - height)], "#4d575c", 6)
    scene.oval((x + 36, y - height + 5), (18, 7), "#fff3c9")


def traffic_light(scene: Scene) -> None:
    """A pedestrian light that is dark, with its cover dangling."""
    random = scene.random
    scene.horizon = random.uniform(640, 720)
    background(scene, 100, 3)
    road(scene, -6.0, -1.1)
    x = random.uniform(640, 800)
    scene.soft([ring((x + 60, 1145), (220, 24))], "#15161c", 0.5, 12)
    scene.rect((x - 20, 120, x + 20, 1150), "#8b9297", 6)
    scene.rect((x + 6, 120, x + 20, 1150), "#6d747a")
    _signal(scene, x - 210, 150, 3, None)
    _signal(scene, x + 66, 430, 2, random.choice((None, 0)))
    scene.rect((x - 40, 800, x + 40, 930), "#d8a72f", 10)
    scene.oval((x, 850), (20, 20), "#3b3b3d")
    if random.random() < 0.6:
        scene.line([(x - 120, 640), (x - 118, 700), (x - 135, 730)], "#2c2f33", 6)
        scene.poly([(x - 190, 730), (x - 90, 722), (x - 84, 800), (x - 180, 812)], "#2c3136")


def _signal(scene: Scene, x: float, y: float, lights: int, lit: int | None) -> None:
    """A signal head with dark lenses."""
    scene.line([(x + 72, y + 70), (x + 210 if x < 700 else x - 40, y + 70)], "#5f666c", 16)
    scene.rect((x, y, x + 144, y + 30 + 150 * lights), "#2c3136", 18)
    for i in range(lights):
        centre = (x + 72, y + 90 + 150 * i)
        base = ("#5a2623", "#5c4a1f", "#213f2c")[i if lights == 3 else i * 2]
        scene.oval(centre, (58, 58), "#15181b")
        scene.oval((centre[0], centre[1] + 4), (52, 52), "#e8483c" if lit == i else base)
        scene.soft([ring((centre[0] - 16, centre[1] - 14), (17, 13))], "#ffffff", 0.35, 6)
        scene.poly([(centre[0] - 64, centre[1] - 8), (centre[0] - 60, centre[1] - 62), (centre[0] + 60, centre[1] - 62),
                    (centre[0] + 64, centre[1] - 8), (centre[0] + 52, centre[1] - 44), (centre[0] - 52, centre[1] - 44)], "#1f2327")  # fmt: skip


def sign(scene: Scene) -> None:
    """A stop sign that ivy has swallowed."""
    random = scene.random
    scene.horizon = random.uniform(620, 700)
    background(scene, 92, 4)
    road(scene, -6.2, -0.7)
    hedge(scene, 900, 1700, 1010, 330)
    x, turn = random.uniform(690, 830), random.uniform(-9, 9)
    scene.rect((x - 15, 300, x + 15, 1120), "#9aa1a6")
    scene.rect((x + 4, 300, x + 15, 1120), "#7a8187")
    if random.random() < 0.5:
        _octagon(scene, (x, 330), 215, turn)
    else:
        _speed_plate(scene, (x, 330), 200, turn)
    for _ in range(7):
        foliage(
            scene,
            (x + random.uniform(60, 240), random.uniform(260, 620)),
            (random.uniform(80, 140), random.uniform(60, 110)),
            random.choice(GREENS[:3]),
            22,
        )
    foliage(scene, (x + 20, 800), (120, 220), "#4f8a55", 40)


def _octagon(scene: Scene, at: Point, size: float, turn: float) -> None:
    """A stop sign's red octagon; the word is a plain white band, as worn as the rest."""
    for radius, colour in ((size, "#f4f2ee"), (size * 0.93, "#c8332c")):
        scene.poly(
            [
                (
                    at[0] + radius * math.cos(math.radians(22.5 + turn + 45 * i)),
                    at[1] + radius * math.sin(math.radians(22.5 + turn + 45 * i)),
                )
                for i in range(8)
            ],
            colour,
        )
    for i in range(4):
        left = at[0] - 130 + i * 68
        scene.rect((left, at[1] - 40, left + 48, at[1] + 44), "#f4f2ee", 12)
        scene.rect((left + 13, at[1] - 24, left + 35, at[1] + 28), "#c8332c", 8)
    scene.soft([blob(scene.random, (at[0] - 60, at[1] + 90), (90, 40))], "#5d7a4a", 0.5, 20)


def _speed_plate(scene: Scene, at: Point, size: float, turn: float) -> None:
    """A round sign, twisted so that hardly anyone sees it."""
    thin = 0.55 + abs(turn) / 40
    scene.oval(at, (size * thin, size), "#c8332c")
    scene.oval((at[0] + 4, at[1]), (size * thin * 0.76, size * 0.77), "#f4f2ee")
    scene.rect((at[0] - 40, at[1] - 70, at[0] + 6, at[1] + 70), "#2a2a2c", 16)
    scene.rect((at[0] - 44, at[1] - 40, at[0] - 14, at[1] - 14), "#f4f2ee")
    scene.rect((at[0] - 44, at[1] + 14, at[0] - 14, at[1] + 42), "#f4f2ee")
    scene.oval((at[0] + 48, at[1]), (30, 70), "#2a2a2c")
    scene.oval((at[0] + 48, at[1]), (13, 46), "#f4f2ee")


def graffiti(scene: Scene) -> None:
    """A freshly painted wall, sprayed over."""
    random = scene.random
    brick = random.random() < 0.5
    wall = "#a9604d" if brick else random.choice(("#d9d2c2", "#c8d0cf", "#e0d3b8"))
    scene.gradient((0, 0, WIDTH, 940), shade(wall, 1.06), shade(wall, 0.94))
    _bricks(scene, wall) if brick else scene.texture(
        [(0, 0), (WIDTH, 0), (WIDTH, 940), (0, 940)], 5, 0.10
    )
    scene.rect((0, 0, WIDTH, 54), shade(wall, 0.72))
    scene.soft([[(0, 54), (WIDTH, 54), (WIDTH, 90), (0, 90)]], "#17151a", 0.5, 16)
    colours = random.sample(
        ("#2f6fd0", "#d83f87", "#2fa36b", "#f08a2c", "#7b3fb5", "#16181c", "#e0322f"), 3
    )
    _tag(scene, (random.uniform(180, 300), 560), 1.0, colours[0], colours[1])
    _scribble(scene, (1150, 690), colours[2])
    _scribble(scene, (380, 800), colours[1])
    scene.gradient((0, 930, WIDTH, 1200), "#a7a39a", "#c2bdb2")
    scene.texture([(0, 930), (WIDTH, 930), (WIDTH, 1200), (0, 1200)], 4, 0.14)
    scene.soft([[(0, 925), (WIDTH, 925), (WIDTH, 975), (0, 975)]], "#17151a", 0.55, 14)
    for i in range(-3, 8):
        scene.line(
            [(800 + (i * 260 - 800) * 0.9, 942), (800 + (i * 260 - 800) * 1.5, 1200)], "#928d83", 3
        )
    tufts(scene, 70, lambda u, v: (u * WIDTH, 950 + v * 10), "#7c9a55")
    for x in (random.uniform(1150, 1400), random.uniform(980, 1100)):
        _spray_can(scene, x, random.uniform(1040, 1100), random.choice(colours))


def _bricks(scene: Scene, wall: str) -> None:
    """Courses of brick."""
    for row in range(24):
        for column in range(-1, 17):
            x, y = column * 102 + (row % 2) * 51, row * 40
            scene.rect(
                (x + 3, y + 3, x + 99, y + 37), shade(wall, scene.random.uniform(0.86, 1.1)), 3
            )


def _tag(scene: Scene, at: Point, size: float, fill: str, edge: str) -> None:
    """Big balloon letters that mean nothing."""
    random, (x, y) = scene.random, at
    shapes = []
    for i in range(5):
        cx, cy = x + i * 215 * size, y + random.uniform(-35, 35)
        shapes.append((blob(random, (cx, cy), (135 * size, 190 * size), 0.22, 40), (cx, cy)))
    for grow, tone in ((1.13, "#16181c"), (1.07, "#f6f4ee"), (1.0, fill)):
        for shape, (cx, cy) in shapes:
            scene.poly([(cx + (px - cx) * grow, cy + (py - cy) * grow) for px, py in shape], tone)
    for shape, middle in shapes:
        _letter_depth(scene, shape, middle, edge)
    for _ in range(12):
        px = x + random.uniform(-100, 960)
        drip = [(px, y + random.uniform(60, 160)), (px, y + random.uniform(180, 320))]
        scene.line(drip, random.choice((fill, edge)), random.uniform(4, 8))


def _letter_depth(scene: Scene, shape: list[Point], middle: Point, edge: str) -> None:
    """Colour run, highlight and holes of one balloon letter."""
    uniform, (cx, cy) = scene.random.uniform, middle
    low = [(cx + (px - cx) * 0.8, cy + 60 + (py - cy) * 0.45) for px, py in shape]
    scene.soft([low], edge, 0.75, 24)
    scene.soft([ring((cx - 40, cy - 90), (34, 22))], "#ffffff", 0.85, 9)
    for dx, dy in ((uniform(-30, 30), uniform(-50, 10)), (uniform(-20, 40), 70)):
        scene.oval((cx + dx, cy + dy), (uniform(18, 30), uniform(26, 44)), "#16181c")


def _scribble(scene: Scene, at: Point, colour: str) -> None:
    """A quick tag in one line."""
    random, (x, y) = scene.random, at
    points = []
    for i in range(60):
        t = i / 59
        points.append(
            (
                x + t * 330 + 45 * math.sin(t * 29),
                y + 75 * math.sin(t * 21 + 1) * (0.6 + 0.4 * math.sin(t * 5)),
            )
        )
    scene.soft([[*points, *[(px, py + 10) for px, py in points[::-1]]]], colour, 0.25, 12)
    scene.line(points, colour, 13)
    scene.line([(x - 20, y + 120), (x + 350, y + random.uniform(95, 130))], colour, 11)


def _spray_can(scene: Scene, x: float, y: float, colour: str) -> None:
    """An empty can on the ground."""
    scene.soft([ring((x + 60, y + 24), (100, 16))], "#1a1a1e", 0.5, 9)
    scene.rect((x, y - 26, x + 120, y + 26), colour, 12)
    scene.rect((x + 6, y - 18, x + 114, y - 8), mix(colour, "#ffffff", 0.5), 5)
    scene.rect((x + 118, y - 18, x + 138, y + 18), "#c9cdd0", 5)
    scene.rect((x + 138, y - 9, x + 154, y + 9), "#f4f4f2", 3)


def swing(scene: Scene) -> None:
    """A playground swing with a torn chain."""
    random = scene.random
    scene.horizon = random.uniform(420, 490)
    sky(scene)
    hills(scene, scene.horizon)
    hedge(scene, -60, 1680, scene.horizon + 40, 80)
    lawn(scene, scene.horizon + 26, blades=300)
    tree(scene, (random.choice((140, 1480)), 690), 560)
    bush(scene, (random.uniform(300, 1300), 640), 240, 170)
    sand = blob(random, (800, 985), (740, 180), 0.04, 50)
    scene.poly([(x, y + 12) for x, y in sand], "#a9834f")
    scene.poly(sand, "#e6cf9c")
    scene.texture(sand, 4, 0.12)
    paint = random.choice(("#d5452f", "#2f7fb8", "#e0a52f", "#4b9a58"))
    shadow(scene, [(-2.0, 3.3), (2.3, 3.4), (2.3, 3.5), (-2.0, 3.42)], 0.4, 8)
    for x in (330, 1270):
        for dx in (-70, 70):
            scene.line(
                [(x, 250), (x + dx, 985 + dx * 0.25)], shade(paint, 0.85 if dx > 0 else 1.0), 28
            )
    scene.line([(290, 250), (1310, 250)], paint, 34)
    scene.line([(290, 242), (1310, 242)], shade(paint, 1.25), 8)
    _good_seat(scene, 560)
    _torn_seat(scene, 980)
    if random.random() < 0.6:
        _toy_bucket(scene, random.uniform(300, 420), 1060)


def _chain(scene: Scene, start: Point, end: Point) -> None:
    """Links between two points."""
    count = max(2, round(math.dist(start, end) / 15))
    for i in range(count):
        t = (i + 0.5) / count
        at = (start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t)
        scene.oval(at, (5, 9) if i % 2 else (3, 9), "#8f979d", "#5d646a", 2)


def _good_seat(scene: Scene, x: float) -> None:
    """A swing as it should be."""
    for dx in (-75, 75):
        _chain(scene, (x + dx, 265), (x + dx, 830))
    scene.rect((x - 95, 825, x + 95, 855), "#2c2f33", 12)
    scene.rect((x - 90, 826, x + 90, 836), "#4b5157", 5)


def _torn_seat(scene: Scene, x: float) -> None:
    """A swing that hangs by one chain."""
    _chain(scene, (x - 75, 265), (x - 62, 760))
    _chain(scene, (x + 75, 265), (x + 88, 430))
    scene.poly([(x - 76, 752), (x - 46, 746), (x + 14, 948), (x - 18, 956)], "#2c2f33")
    scene.line([(x - 56, 752), (x + 2, 944)], "#4b5157", 7)
    tail = [(x, 950), (x + 30, 990), (x + 84, 1000), (x + 120, 985)]
    for a, b in zip(tail, tail[1:], strict=False):
        _chain(scene, a, b)


def _toy_bucket(scene: Scene, x: float, y: float) -> None:
    """A forgotten bucket and spade."""
    scene.soft([ring((x + 20, y + 2), (90, 14))], "#5d4a2a", 0.5, 9)
    scene.poly([(x - 48, y - 86), (x + 48, y - 86), (x + 36, y), (x - 36, y)], "#3f8fc9")
    scene.oval((x, y - 86), (48, 13), "#2f6f9f")
    scene.line([(x - 46, y - 88), (x, y - 146), (x + 46, y - 88)], "#f4d35e", 7)
    scene.line([(x + 90, y - 6), (x + 180, y - 36)], "#d5452f", 9)
    scene.poly(
        [(x + 176, y - 52), (x + 232, y - 62), (x + 240, y - 34), (x + 184, y - 22)], "#d5452f"
    )
