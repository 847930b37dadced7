"""How the map looks: a pale paper on which red, yellow, green and blue pins stand out."""

from __future__ import annotations


OUTSIDE = "#eeedea"
OUTSIDE_LINE = "#e8e7e3"

FILL = {
    "land": "#f7f6f2",
    "field_a": "#f6f4ec",
    "field_b": "#f3f1e8",
    "meadow": "#f0f3e8",
    "forest": "#d3e2cb",
    "rampart": "#dce8d3",
    "built": "#efece8",
    "plaza": "#f8f6f1",
    "industry": "#ebe8ed",
    "park": "#dfead5",
    "cemetery": "#d9e5d1",
    "sports": "#d8e9d9",
    "water": "#c4d8e2",
}
OUTLINE = {"industry": "#e1dde4", "sports": "#c5dcc8", "cemetery": "#cbdac2", "water": "#b4ccd8"}
PATH, PATH_WIDTH = "#f6f8f1", (0.8, 1.1, 1.6, 2.6, 4.2)  # zoom 14 to 18
BUILDING, BUILDING_LINE = "#dfdad4", "#d0cac3"
TREES = {"forest": ("#c4d7ba", "#bbd0b1"), "park": ("#cbdcbf", "#c1d5b4"), "cemetery": ("#c6d8bb", "#bcd0b1"),
         "rampart": ("#cadbbe", "#bfd3b3")}  # fmt: skip
TREE_STEP = {"forest": 13.0, "park": 24.0, "cemetery": 20.0, "rampart": 20.0}  # metres

ROAD_FILL = {"main": "#fffaf0", "country": "#ffffff", "local": "#ffffff", "lane": "#fdfcf9"}
ROAD_CASING = {"main": "#dccfb6", "country": "#d9d5ce", "local": "#dad6d0", "lane": "#dad5cd"}
ROAD_ORDER = ("lane", "local", "country", "main")
ROAD_WIDTH = {  # pixels at zoom 10, 11 … 18; zero hides
    "main": (0.9, 1.2, 1.9, 2.8, 4.2, 6.2, 9.5, 15, 25),
    "country": (0, 0.6, 0.9, 1.6, 2.5, 4.2, 6.8, 11.5, 20),
    "local": (0, 0, 0.5, 0.8, 1.6, 3.4, 6.2, 11, 20),
    "lane": (0, 0, 0, 0.7, 1.3, 2.6, 4.6, 8, 14),
}
CASING = (0.4, 0.4, 0.5, 0.6, 0.8, 1.0, 1.1, 1.2, 1.4)  # pixels on each side

RAIL, RAIL_GAP = "#bdb9bb", "#f6f5f3"
RAIL_WIDTH = (0.8, 0.9, 1.1, 1.5, 2.0, 2.6, 3.4, 4.4, 5.6)
DISTRICT_LINE, TOWN_LINE, TOWN_GLOW = "#c6bccb", "#a99fb3", "#e4dfe8"

INK = {
    "town": "#4d4657",
    "district": "#6f6579",
    "quarter": "#857f8a",
    "main": "#6d6455",
    "street": "#77736f",
    "water": "#6f97ab",
    "green": "#75936b",
    "number": "#aaa39c",
}
HALO = "#ffffff"
