"""How large the town is; known to the citizens too, who know nothing of Django."""

SOUTH, WEST, HEIGHT, WIDTH = 51.62, 7.72, 0.14, 0.22
STREETS, BRANCHES, LEAVES, DEPARTMENTS = 600, 14, 3, 12
YEARS = 4
#: On each side of a district.
POINTS = 50
