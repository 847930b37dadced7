"""Damage on roads and paths."""

from __future__ import annotations

from .canvas import Scene, blob, mix, shade
from .nature import bush, leaves, tree
from .streetscape import background, centre_line, post, road


def pothole(scene: Scene) -> None:
    """A deep hole with broken edges, sometimes full of water."""
    random = scene.random
    scene.horizon = random.uniform(230, 320)
    background(scene)
    road(scene)
    centre_line(scene, 1.6)
    x, z = random.uniform(-0.9, 0.5), random.uniform(3.0, 3.7)
    _hole(
        scene,
        x,
        z,
        random.uniform(0.45, 0.62),
        wet=scene.time == "overcast" or random.random() < 0.35,
    )
    if random.random() < 0.6:
        _hole(scene, x + random.uniform(-0.5, 1.0), z + random.uniform(2.0, 3.2), 0.32, wet=False)
    _cracks(scene, x, z)


def _hole(scene: Scene, x: float, z: float, radius: float, wet: bool) -> None:
    """One hole in the asphalt: worn edge, layers, gravel, perhaps a puddle."""
    random = scene.random
    edge = blob(random, (x, z), (radius, radius * 0.75), 0.2, 40)

    def scaled(factor: float, down: float = 0.0) -> list:
        return [scene.at(x + (px - x) * factor, z + (pz - z) * factor - down) for px, pz in edge]

    scene.soft([scaled(1.25)], "#4a4a4d", 0.5, 14)
    scene.poly(scaled(1.06), "#9b9a98")
    scene.poly(scaled(1.0), "#46464a")
    scene.poly(scaled(0.93, 0.03), "#5e5850")
    scene.poly(scaled(0.84, 0.05), "#7a6d5d")
    scene.texture(scaled(0.93, 0.03), 7, 0.5)
    scene.soft([[*scaled(0.98)[18:38]]], "#1a1a1e", 0.5, 10)
    if wet:
        scene.poly(scaled(0.72, 0.05), mix("#7f95a5", "#c9dbe6", 0.35))
        scene.soft([scaled(0.4, 0.0)], "#eef6fb", 0.55, 16)
    for _ in range(70):
        px = x + random.gauss(0, radius * 0.75)
        pz = max(2.0, z + random.gauss(0, radius * 0.6))
        _stone(scene, px, pz, random.uniform(0.008, 0.032))


def _stone(scene: Scene, x: float, z: float, size: float) -> None:
    """A crumb of asphalt."""
    (px, py), r = scene.at(x, z), scene.metres(z) * size
    tone = shade("#77736d", scene.random.uniform(0.6, 1.15))
    scene.oval((px + r * 0.3, py + r * 0.3), (r, r * 0.55), "#3c3c3f")
    scene.poly(blob(scene.random, (px, py), (r, r * 0.65), 0.25, 8), tone)


def _cracks(scene: Scene, x: float, z: float) -> None:
    """Cracks running out from the hole."""
    random = scene.random
    for _ in range(7):
        px, pz = x + random.uniform(-0.5, 0.5), z + random.uniform(-0.3, 0.4)
        run, points = random.uniform(-0.25, 0.25), [scene.at(px, pz)]
        rise = random.choice((-0.16, 0.22))
        for _ in range(6):
            px, pz = (
                px + run + random.uniform(-0.12, 0.12),
                max(2.1, pz + rise * random.uniform(0.4, 1.2)),
            )
            points.append(scene.at(px, pz))
        scene.line(points, "#4b4c50", 3)


def pavement(scene: Scene) -> None:
    """Slabs lifted by roots."""
    random = scene.random
    scene.horizon = random.uniform(240, 320)
    background(scene)
    road(scene, -6.5, -1.7)
    scene.ground([(-1.5, 40), (2.6, 40), (2.6, 1.7), (-1.5, 1.7)], "#cbc6bb")
    size, tilted = 0.5, (random.randint(2, 3), random.randint(3, 4))
    for row in range(26, -1, -1):
        for column in range(8):
            _slab(scene, column, row, size, tilted)
    side = random.uniform(2.75, 2.9)
    tree(scene, scene.at(side, 4.6), 900, random.choice(("#5f9552", "#7aa857")))
    for _ in range(5):
        x, z = random.uniform(1.2, 2.6), random.uniform(3.2, 4.6)
        scene.line([scene.at(side, 4.5), scene.at(x, z)], "#6d5744", random.uniform(8, 18))
    leaves(scene, lambda u, v: (-1.4 + u * 4, 2.1 + v * 6), 50)


def _slab(scene: Scene, column: int, row: int, size: float, tilted: tuple[int, int]) -> None:
    """One slab; those near the root stand up."""
    random = scene.random
    x, z = -1.5 + column * size, 1.9 + row * size
    near = max(0.0, 1 - (abs(column - 4.5 - tilted[0] * 0.3) + abs(row - tilted[1])) / 2.6)
    lift = near * random.uniform(0.05, 0.16)
    gap = 0.012
    tone = shade("#c9c3b7", random.uniform(0.9, 1.04))
    corners = [(x + gap, z + gap, 0), (x + size - gap, z + gap, lift * random.random()),
               (x + size - gap, z + size - gap, lift), (x + gap, z + size - gap, lift * random.random())]  # fmt: skip
    if lift > 0.02:
        scene.poly([scene.at(px, pz) for px, pz, _ in corners], "#3b372f")
        face = [
            scene.at(*corners[0][:2]),
            scene.at(*corners[1][:2]),
            scene.at(*corners[1]),
            scene.at(*corners[0]),
        ]
        scene.poly(face, shade(tone, 0.55))
    shape = [scene.at(*corner) for corner in corners]
    scene.poly(shape, shade(tone, 1 + near * 0.08))
    scene.line([*shape, shape[0]], shade(tone, 0.82), 2)


def zebra(scene: Scene) -> None:
    """A crossing whose stripes are nearly gone."""
    random = scene.random
    scene.horizon = random.uniform(260, 340)
    background(scene)
    road(scene)
    near, deep = random.uniform(3.2, 4.2), 3.4
    for i in range(7):
        x = -2.95 + i * 0.92
        stripe = [(x, near), (x + 0.5, near), (x + 0.5, near + deep), (x, near + deep)]
        scene.ground(stripe, "#f0ede4", random.uniform(0.45, 0.75))
        for _ in range(11):
            worn = blob(
                random,
                (x + random.random() * 0.5, near + random.random() * deep),
                (0.16, 0.34),
                0.3,
                14,
            )
            scene.ground(
                worn, mix("#86888c", "#787d84", random.random()), random.uniform(0.45, 0.85)
            )
    for x in (-3.7, 3.9):
        _crossing_sign(scene, x, near + deep + 0.6)


def _crossing_sign(scene: Scene, x: float, z: float) -> None:
    """The blue sign of a pedestrian crossing, without a figure."""
    post(scene, (x, z), 2.5, "#a7adb3", 0.07)
    size = 0.33
    plate = [
        scene.at(x + dx * size, z, 2.65 + dy * size)
        for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    scene.poly(plate, "#2f62ad")
    scene.poly(
        [
            scene.at(x + dx * size, z, 2.65 + dy * size)
            for dx, dy in ((-0.8, -0.7), (0.8, -0.7), (0, 0.75))
        ],
        "#f5f5f2",
    )
    for dx in (-0.38, 0, 0.38):
        stripe = [
            scene.at(x + (dx + a) * size, z, 2.65 + b * size)
            for a, b in ((-0.1, -0.6), (0.1, -0.6), (0.06, -0.2), (-0.06, -0.2))
        ]
        scene.poly(stripe, "#26262a")


def overgrown(scene: Scene) -> None:
    """A footpath that shrubs have nearly closed."""
    random = scene.random
    scene.horizon = random.uniform(300, 380)
    background(scene, trees=7)
    scene.gradient((0, scene.horizon + 16, 1600, 1200), "#96b376", "#6f9a4e")
    path = [(-1.1, 40), (1.1, 40), (1.1, 1.9), (-1.1, 1.9)]
    scene.ground(path, "#c8b998")
    scene.texture([scene.at(*p) for p in path], 5, 0.3)
    for z in (18, 13, 10, 8, 6.4, 5.2, 4.2, 3.4, 2.8):
        for side in (-1, 1):
            reach = random.uniform(0.35, 1.15)
            foot = scene.at(side * (1.75 - reach * 0.5), z)
            m = scene.metres(z)
            bush(scene, foot, m * random.uniform(1.5, 2.0), m * random.uniform(1.0, 1.7))
    _nettles(scene)


def _nettles(scene: Scene) -> None:
    """Tall nettles and brambles in front."""
    random = scene.random
    for side in (-1, 1):
        for _ in range(26):
            z = random.uniform(2.1, 3.4)
            x = side * random.uniform(0.55, 1.4)
            height = random.uniform(0.5, 1.0)
            foot, tip = scene.at(x, z), scene.at(x - side * random.uniform(0, 0.3), z, height)
            scene.line([foot, tip], "#4d7a3b", 5)
            for k in range(2, 8):
                t = k / 8
                px, py = foot[0] + (tip[0] - foot[0]) * t, foot[1] + (tip[1] - foot[1]) * t
                size = scene.metres(z) * 0.075 * (1.2 - t)
                for wing in (-1, 1):
                    leaf = [
                        (px, py),
                        (px + wing * size, py - size * 0.5),
                        (px + wing * size * 1.9, py + size * 0.25),
                    ]
                    scene.poly(leaf, shade("#5f9a48", random.uniform(0.8, 1.15)))


def flood(scene: Scene) -> None:
    """A street under water after a cloudburst."""
    scene.time = "overcast"
    random = scene.random
    scene.horizon = random.uniform(300, 370)
    background(scene)
    road(scene)
    water = blob(random, (0.1, 5.4), (3.6, 3.2), 0.07, 60)
    shape = [scene.at(x, max(z, 2.0)) for x, z in water]
    scene.poly(shape, "#8d989c")
    scene.poly([scene.at(x * 0.97, max(z, 2.02)) for x, z in water], "#93a3ab")
    _mirror(scene, shape)
    for _ in range(26):
        x, z = random.uniform(-2.4, 2.4), random.uniform(2.8, 7)
        m = scene.metres(z)
        scene.oval(scene.at(x, z), (m * 0.16, m * 0.035), "#93a3ab", "#c3d0d6", 2)
    leaves(scene, lambda u, v: (-2.5 + u * 5, 2.6 + v * 4), 40, ("#7b6a3d", "#8c7a48", "#6b7a44"))


def _mirror(scene: Scene, shape: list) -> None:
    """The houses reflected in the water."""
    from PIL import Image, ImageDraw, ImageFilter

    k, horizon = scene.k, scene.horizon + 20
    source = scene.image.crop((0, 0, scene.image.width, round(horizon * k))).transpose(
        Image.Transpose.FLIP_TOP_BOTTOM
    )
    target = Image.new("RGB", scene.image.size, "#9fb0b8")
    stretched = source.resize((source.width, round(source.height * 2.1)))
    target.paste(stretched, (0, round((horizon + 40) * k)))
    target = target.filter(ImageFilter.GaussianBlur(9 * k))
    mask = Image.new("L", scene.image.size)
    ImageDraw.Draw(mask).polygon([(x * k, y * k) for x, y in shape], 150)
    scene.image.paste(target, (0, 0), mask)


def gully(scene: Scene) -> None:
    """A gully grate at the kerb, blocked with leaves."""
    random = scene.random
    scene.horizon, scene.eye = random.uniform(60, 130), 1.75
    background(scene, 50, 3)
    road(scene, -5.5, random.uniform(0.75, 0.95))
    x, z = 0.05, 2.6
    if random.random() < 0.7:
        pool = blob(random, (x - 0.1, z + 0.25), (0.95, 0.62), 0.12, 40)
        glint = [(x - 0.2 + (px - x) * 0.5, z + 0.3 + (pz - z) * 0.3) for px, pz in pool]
        scene.soft([[scene.at(px, pz) for px, pz in pool]], "#4b545b", 0.8, 6)
        scene.soft([[scene.at(px, pz) for px, pz in glint]], "#c9d7de", 0.45, 18)
    _grate(scene, x, z, 0.62)
    leaves(scene, lambda u, v: (x - 0.35 + u * 1.15, z - 0.2 + v * 1.0), 330)
    leaves(scene, lambda u, v: (-2 + u * 2.8, 2.2 + v * 4), 60)


def _grate(scene: Scene, x: float, z: float, size: float) -> None:
    """A cast-iron grate over a dark shaft."""

    def panel(left: float, near: float, right: float, far: float, colour: str) -> None:
        scene.ground([(left, near), (right, near), (right, far), (left, far)], colour)

    panel(x - 0.06, z - 0.06, x + size + 0.06, z + size + 0.06, "#55565a")
    panel(x, z, x + size, z + size, "#17181b")
    for i in range(8):
        at = x + 0.02 + i * (size - 0.02) / 8
        panel(at, z, at + 0.045, z + size, "#6f7074")
    panel(x, z + size * 0.46, x + size, z + size * 0.54, "#77787c")
