"""Writes the committed files districts.geojson and streets.csv: python -m example_site.town.draw."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from .districts import district_collection
from .streets import middle, streets


HERE = Path(__file__).parent
DISTRICTS_FILE = HERE / "districts.geojson"
STREETS_FILE = HERE / "streets.csv"


def districts_text() -> str:
    """The districts as GeoJSON text, one feature a line."""
    collection = district_collection()
    lines = ",\n".join(
        json.dumps(feature, ensure_ascii=False) for feature in collection.pop("features")
    )
    return json.dumps(collection, ensure_ascii=False)[:-1] + f', "features": [\n{lines}\n]}}\n'


def write_streets(path: Path) -> None:
    """The street register: name and representative point."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["street", "latitude", "longitude"])
        for street in sorted(streets(), key=lambda street: street.name):
            longitude, latitude = middle(street)
            writer.writerow([street.name, f"{latitude:.6f}", f"{longitude:.6f}"])


def main() -> None:
    """Write both files beside this module."""
    DISTRICTS_FILE.write_text(districts_text(), encoding="utf-8")
    write_streets(STREETS_FILE)


if __name__ == "__main__":
    main()
