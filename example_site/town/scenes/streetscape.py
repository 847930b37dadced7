"""Houses, roads, pavements and things that stand on the ground."""

from __future__ import annotations

from .canvas import HEIGHT, WIDTH, Point, Scene, mix, shade
from .nature import GREENS, hills, sky, tree


PLASTER = (
    "#e9dcc3",
    "#dcc9b2",
    "#e8e2d6",
    "#d9b99b",
    "#c9d3cf",
    "#e6cfa9",
    "#d8c4bd",
    "#b9654f",
    "#a95b48",
)
ROOFS = ("#9c4f3d", "#7d4438", "#5b5f68", "#86503f", "#4f525b")
ASPHALT = {"morning": "#84858a", "noon": "#8a8c90", "evening": "#807c7e", "overcast": "#787d84"}


def house(
    scene: Scene, left: float, ground: float, width: float, storey: float, floors: int
) -> None:
    """A gabled or eaves-fronted town house with windows and a door."""
    random = scene.random
    wall, roof = random.choice(PLASTER), random.choice(ROOFS)
    top, right = ground - storey * floors, left + width
    scene.rect((left, top, right, ground), wall)
    scene.rect((left, ground - storey * 0.18, right, ground), shade(wall, 0.82))
    peak = storey * random.uniform(0.8, 1.1)
    if random.random() < 0.5:
        _gable(scene, (left, top, right), peak, wall, roof)
        middle = (left + right) / 2
        _window(scene, middle - storey * 0.16, top - storey * 0.48, storey * 0.32, storey * 0.36)
    else:
        _eaves(scene, (left, top, right), peak, roof)
    _fronts(scene, (left, top, right, ground), storey, floors)


def _gable(
    scene: Scene, wall_top: tuple[float, float, float], peak: float, wall: str, roof: str
) -> None:
    """A gable towards the street."""
    left, top, right = wall_top
    middle, inset = (left + right) / 2, (right - left) * 0.12
    scene.poly([(left - 5, top), (middle, top - peak * 1.25), (right + 5, top)], roof)
    scene.poly([(left + inset, top), (middle, top - peak * 0.98), (right - inset, top)], wall)


def _eaves(scene: Scene, wall_top: tuple[float, float, float], peak: float, roof: str) -> None:
    """A roof whose eaves run along the street, with a chimney."""
    left, top, right = wall_top
    width, ridge = right - left, top - peak
    inset = width * 0.08
    scene.poly(
        [(left - 5, top), (left + inset, ridge), (right - inset, ridge), (right + 5, top)], roof
    )
    chimney = (left + width * 0.7, top - peak * 1.25, left + width * 0.79, top - peak * 0.6)
    scene.rect(chimney, shade(roof, 0.8))


def _fronts(
    scene: Scene, box: tuple[float, float, float, float], storey: float, floors: int
) -> None:
    """Windows in rows and one door."""
    left, top, right, ground = box
    count = max(2, round((right - left) / (storey * 0.72)))
    pitch = (right - left) / count
    door = scene.random.randrange(count)
    for floor in range(floors):
        for i in range(count):
            x, y = left + pitch * (i + 0.5), top + storey * floor
            if floor == floors - 1 and i == door:
                scene.rect(
                    (x - storey * 0.17, y + storey * 0.25, x + storey * 0.17, ground),
                    scene.random.choice(("#5b4636", "#37524e", "#6d2f2f")),
                )
                scene.rect(
                    (x - storey * 0.1, y + storey * 0.32, x + storey * 0.1, y + storey * 0.5),
                    "#aebfca",
                )
            else:
                _window(scene, x - storey * 0.18, y + storey * 0.22, storey * 0.36, storey * 0.5)


def _window(scene: Scene, x: float, y: float, width: float, height: float) -> None:
    """A casement window with a light frame."""
    glass = mix("#6f8798", "#c6d8e2", scene.random.random() * 0.7)
    if scene.time == "evening" and scene.random.random() < 0.3:
        glass = (250, 214, 142)
    scene.rect((x - 2, y - 2, x + width + 2, y + height + 3), "#f7f4ec")
    scene.rect((x + 1, y + 1, x + width / 2 - 1, y + height), glass)
    scene.rect((x + width / 2 + 1, y + 1, x + width - 1, y + height), shade(glass, 0.92))


def row_of_houses(
    scene: Scene, ground: float, storey: float, left: float = -40, right: float = WIDTH + 40
) -> None:
    """A street front across the picture."""
    x = left
    while x < right:
        width = storey * scene.random.uniform(2.1, 3.3)
        house(scene, x, ground, width, storey, scene.random.choice((2, 2, 3)))
        x += width + (storey * scene.random.uniform(0.2, 1.2) if scene.random.random() < 0.4 else 2)


def background(scene: Scene, storey: float = 74, trees: int = 4) -> None:
    """Sky, hills, houses and trees along the horizon."""
    sky(scene)
    hills(scene, scene.horizon)
    ground = scene.horizon + 22
    row_of_houses(scene, ground, storey)
    for _ in range(trees):
        foot = (scene.random.uniform(0, WIDTH), ground + scene.random.uniform(4, 12))
        tree(scene, foot, storey * scene.random.uniform(2.0, 3.2), scene.random.choice(GREENS))


def road(scene: Scene, left: float = -3.2, right: float = 3.4, paved: bool = True) -> None:
    """A straight road ahead with kerbs and pavements; metres from the middle."""
    far = 60.0
    scene.gradient((0, scene.horizon + 16, WIDTH, HEIGHT), "#a3b98b", "#86a765")
    if paved:
        for near, away in ((left, left - 2.4), (right, right + 2.4)):
            _pavement(scene, near, away, far)
    asphalt = ASPHALT[scene.time]
    shape = [scene.at(left, far), scene.at(right, far), scene.at(right, 1.9), scene.at(left, 1.9)]
    scene.poly(shape, asphalt)
    scene.texture(shape, 3.4, 0.15)
    scene.texture(shape, 90, 0.09)
    for side in (left, right):
        away = side + (0.16 if side > 0 else -0.16)
        scene.ground([(side, far), (away, far), (away, 1.9), (side, 1.9)], "#b9b6af")
        scene.ground(
            [(side, far), (side * 0.985, far), (side * 0.985, 1.9), (side, 1.9)], "#5f6064"
        )


def _pavement(scene: Scene, near: float, away: float, far: float) -> None:
    """Slabs beside the road."""
    scene.ground([(near, far), (away, far), (away, 1.7), (near, 1.7)], "#c4bfb5")
    z = 1.8
    while z < 16:
        scene.line([scene.at(near, z), scene.at(away, z)], "#aca79d", 2 if z < 6 else 1)
        z += 0.5
    for share in (0.33, 0.66):
        x = near + (away - near) * share
        scene.line([scene.at(x, 16), scene.at(x, 1.7)], "#aca79d", 2)


def centre_line(scene: Scene, x: float, start: float = 2.2) -> None:
    """White dashes down the road."""
    z = start
    while z < 40:
        scene.ground(
            [(x - 0.06, z), (x + 0.06, z), (x + 0.06, z + 1.6), (x - 0.06, z + 1.6)],
            "#e9e7e0",
            0.85,
        )
        z += 3.6


def block(
    scene: Scene,
    corner: tuple[float, float],
    size: tuple[float, float, float],
    colour: str,
    base: float = 0.0,
) -> None:
    """A box on the ground: corner (x, z) of its front left, size (width, depth, height) in metres."""
    (x, z), (w, d, h) = corner, size
    front = [
        scene.at(x, z, base),
        scene.at(x + w, z, base),
        scene.at(x + w, z, base + h),
        scene.at(x, z, base + h),
    ]
    top = [front[3], front[2], scene.at(x + w, z + d, base + h), scene.at(x, z + d, base + h)]
    if x + w < 0:
        side = [front[1], scene.at(x + w, z + d, base), scene.at(x + w, z + d, base + h), front[2]]
        scene.poly(side, shade(colour, 0.72))
    elif x > 0:
        side = [front[0], scene.at(x, z + d, base), scene.at(x, z + d, base + h), front[3]]
        scene.poly(side, shade(colour, 0.72))
    scene.poly(top, shade(colour, 1.16))
    scene.poly(front, colour)


def shadow(scene: Scene, points: list[Point], opacity: float = 0.4, blur: float = 12) -> None:
    """A soft shadow on the ground, in metres."""
    scene.soft([[scene.at(x, z) for x, z in points]], "#15161c", opacity, blur)


def post(
    scene: Scene, foot: tuple[float, float], height: float, colour: str, width: float = 0.09
) -> None:
    """An upright post with a light and a dark side."""
    (x, y), (_, top) = scene.at(*foot), scene.at(*foot, height)
    half = scene.metres(foot[1]) * width / 2
    scene.rect((x - half, top, x + half, y), colour)
    scene.rect((x + half * 0.2, top, x + half, y), shade(colour, 0.75))
