"""An abandoned car."""

from __future__ import annotations

import math
from collections.abc import Callable

from .canvas import WIDTH, Point, Scene, blob, shade
from .nature import hedge, tufts
from .streetscape import background


Place = Callable[[float, float], Point]

_OUTLINE = [(205, 900), (212, 800), (250, 752), (420, 728), (560, 618), (650, 592), (960, 592), (1080, 640),
            (1190, 732), (1330, 760), (1400, 800), (1412, 900), (1390, 968), (230, 968)]  # fmt: skip
_PANES = (
    [(505, 722), (592, 640), (655, 618), (742, 616), (742, 726)],
    [(770, 616), (945, 618), (1030, 660), (1085, 728), (770, 726)],
)


def car(scene: Scene) -> None:
    """An abandoned car without plates: flat tyre, moss, leaves."""
    random = scene.random
    scene.horizon = random.uniform(420, 480)
    background(scene, 96, 3)
    scene.gradient((0, scene.horizon + 20, WIDTH, 680), "#9db981", "#8aae6a")
    hedge(scene, -60, 1680, scene.horizon + 120, 150)
    scene.gradient((0, 660, WIDTH, 760), "#c2bdb2", "#cdc7bb")
    scene.gradient((0, 750, WIDTH, 1200), "#85868a", "#76777b")
    scene.texture([(0, 750), (WIDTH, 750), (WIDTH, 1200), (0, 1200)], 4, 0.14)
    scene.rect((0, 742, WIDTH, 764), "#a9a69f")
    colour = random.choice(("#35527d", "#a33b35", "#9aa1a6", "#49604a", "#c9b23d", "#5b4a6b"))
    _car_body(scene, random.choice((-1, 1)), colour)
    leaves_at = [(random.uniform(230, 1380), random.uniform(1000, 1060)) for _ in range(60)]
    for px, py in leaves_at:
        scene.poly(
            blob(random, (px, py), (11, 6), 0.3, 8),
            random.choice(("#b5652f", "#c9843a", "#8c7a48")),
        )
    tufts(scene, 50, lambda u, v: (280 + u * 1050, 1012 + v * 14), "#7c9a55")


def _car_body(scene: Scene, facing: int, colour: str) -> None:
    """The car from the side; facing -1 mirrors it."""

    def p(x: float, y: float) -> Point:
        return (800 + facing * (x - 800), y)

    _shell(scene, p, colour)
    if scene.random.random() < 0.6:
        _smashed(scene, p(905, 672))
    _fittings(scene, p, colour)
    for x, flat in ((430, scene.random.random() < 0.5), (1195, True)):
        _wheel(scene, p(x, 960), flat)
    _wear(scene, p)
    _notice(scene, p(850, 690))


def _shell(scene: Scene, p: Place, colour: str) -> None:
    """Body and windows."""
    scene.soft([[p(200, 1000), p(1420, 1000), p(1450, 1050), p(180, 1050)]], "#131418", 0.75, 14)
    scene.poly([p(x, y) for x, y in _OUTLINE], colour)
    scene.poly([p(205, 880), p(1412, 880), p(1390, 968), p(230, 968)], shade(colour, 0.72))
    scene.soft([[p(240, 770), p(1360, 775), p(1360, 800), p(240, 795)]], "#ffffff", 0.28, 10)
    for corners in _PANES:
        pane = [p(x, y) for x, y in corners]
        scene.poly(pane, "#33434d")
        scene.soft([pane[:3]], "#c5d6de", 0.5, 20)


def _fittings(scene: Scene, p: Place, colour: str) -> None:
    """Doors, handle, lights."""
    for x in (756, 1060):
        scene.line([p(x, 732), p(x - (8 if x > 1000 else 0), 950)], shade(colour, 0.6), 4)
    scene.line([p(640, 790), p(700, 790)], shade(colour, 0.5), 9)
    for first, last, low, tone in ((1385, 1412, 840, "#e9dfb8"), (205, 230, 846, "#8e2f2a")):
        left, right = sorted((p(first, 0)[0], p(last, 0)[0]))
        scene.rect((left, 800, right, low), tone, 6)


def _wear(scene: Scene, p: Place) -> None:
    """Rust at the sills, moss at the windows."""
    uniform = scene.random.uniform
    for _ in range(12):
        at, radii = p(uniform(260, 1370), uniform(900, 962)), (uniform(14, 40), uniform(7, 16))
        scene.poly(blob(scene.random, at, radii, 0.3), "#8a4f2a", 0.75)
    for x in (520, 640, 900, 1010, 420, 1240):
        at = p(x + uniform(-30, 30), 729 if 480 < x < 1100 else 750)
        scene.poly(blob(scene.random, at, (uniform(24, 52), 8), 0.3), "#7b8f4a", 0.85)


def _notice(scene: Scene, at: Point) -> None:
    """The red sticker of the public order office."""
    scene.rect((at[0] - 30, at[1] - 44, at[0] + 30, at[1] + 26), "#e8452f", 4)
    for y in (at[1] - 26, at[1] - 10, at[1] + 6):
        scene.line([(at[0] - 18, y), (at[0] + 18, y)], "#f7e9e4", 4)


def _smashed(scene: Scene, at: Point) -> None:
    """A star-shaped crack in a window."""
    for i in range(11):
        t = math.tau * i / 11 + scene.random.uniform(-0.2, 0.2)
        reach = scene.random.uniform(30, 78)
        scene.line(
            [at, (at[0] + reach * math.cos(t), at[1] + reach * 0.6 * math.sin(t))], "#dfe9ee", 2.5
        )
    scene.poly(blob(scene.random, at, (20, 14), 0.35, 11), "#11161a")


def _wheel(scene: Scene, at: Point, flat: bool) -> None:
    """A wheel; a flat tyre bulges at the bottom."""
    x, y = at
    scene.oval((x, y - 4), (116, 112), "#17181b")
    if flat:
        scene.oval((x, y + 62), (112, 30), "#232427")
        scene.oval((x, y), (92, 88), "#26272a")
    else:
        scene.oval((x, y), (98, 98), "#26272a")
    scene.oval((x, y), (58, 58), "#9ba1a5")
    scene.oval((x, y), (44, 44), "#6d7276")
    for i in range(5):
        t = math.tau * i / 5
        scene.line([(x, y), (x + 50 * math.cos(t), y + 50 * math.sin(t))], "#b3b8bb", 12)
    scene.oval((x, y), (14, 14), "#54585c")
