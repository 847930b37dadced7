"""An oak with the nest of the oak processionary moth."""

from __future__ import annotations

import math

from .canvas import Point, Scene, blob, ring, shade
from .green_scenes import park


def oak_moth(scene: Scene) -> None:
    """A nest of the oak processionary moth, with warning ribbon round the trunk."""
    random = scene.random
    scene.time = random.choice(("noon", "morning", "noon", "overcast"))
    scene.horizon = random.uniform(520, 620)
    park(scene, path=random.random() < 0.6)
    x = random.uniform(620, 900)
    _oak(scene, x)
    _nest(scene, (x + random.uniform(-30, 50), random.uniform(430, 520)))
    _procession(scene, x - random.uniform(90, 120))
    _ribbon(scene, x, 830)
    for side in (-1, 1):
        _oak_leaves(scene, (x + side * random.uniform(380, 520), random.uniform(60, 150)))
    _oak_leaves(scene, (x, 20))


def _oak(scene: Scene, x: float) -> None:
    """A thick trunk with furrowed bark and two boughs."""
    left = [(x - 265, 1290), (x - 205, 1030), (x - 180, 700), (x - 172, 380), (x - 190, -40)]
    right = [(x + 190, -40), (x + 170, 380), (x + 182, 700), (x + 212, 1030), (x + 280, 1290)]
    cast = [(x - 300, 1180), (x + 700, 1130), (x + 760, 1190), (x - 200, 1240)]
    scene.soft([cast], "#1d2618", 0.5, 24)
    scene.poly([*left, *right], "#76624e")
    scene.poly([(x + 60, -40), *right, (x + 90, 1290), (x + 70, 700)], "#5d4b3b")
    uniform = scene.random.uniform
    for _ in range(120):
        px, py, length = x + uniform(-185, 185), uniform(-20, 1200), uniform(50, 150)
        tone = scene.random.choice(("#4b3c2f", "#8b7660", "#544434"))
        furrow = [
            (px, py),
            (px + uniform(-9, 9), py + length / 2),
            (px + uniform(-6, 6), py + length),
        ]
        scene.line(furrow, tone, uniform(3, 7))
    for side in (-1, 1):
        bough = [(x + side * 120, 250), (x + side * 420, 60), (x + side * 700, -60)]
        scene.line(bough, "#6b5845", 70)


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
