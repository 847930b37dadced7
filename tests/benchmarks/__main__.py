"""``make bench``: what each page costs at two sizes, and how many reports are taken a second.

Machines differ: compare figures of one run with one another, not with those of another machine.
"""

import argparse
import json
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.databases import is_postgres, run, throwaway


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=[10_000, 100_000], metavar="10000,100000")
    parser.add_argument("--seconds", type=float, default=20, help="of each test under load")
    parser.add_argument("--clients", type=int, default=4, help="processes that write at once")
    parser.add_argument("--runs", type=int, default=15, help="timed requests of each page")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    parser.add_argument("--only", choices=["pages", "load"])
    options = parser.parse_args()
    if options.quick:
        options.sizes, options.seconds, options.runs = [500, 2_000], 5, 3
    print(_versions(), flush=True)
    with throwaway("town") as town:
        run("prepare", environment=town)
        return 0 if _measure(town, options) else 1


def _versions() -> str:
    """What the figures belong to: the same page takes half as long again on an older Python."""
    database = "PostgreSQL" if is_postgres() else "SQLite"
    installed = (f"{name} {version(name)}" for name in ("Django", "Wagtail"))
    return ", ".join([database, f"Python {platform.python_version()}", *installed])


def _measure(town, options) -> bool:
    constant = True
    if options.only != "load":
        figures = {size: _pages(town, size, options.runs) for size in options.sizes}
        constant = print_pages(figures)
    if options.only != "pages":
        print_load(_load(town, options.seconds, options.clients), options.clients)
    return constant


def _sizes(text: str) -> list[int]:
    return [int(part) for part in text.replace("_", "").split(",")]


def _pages(town, size: int, runs: int) -> dict:
    with throwaway(f"pages{size}", town) as environment, tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "figures.json"
        run("pages", str(size), str(runs), str(output), environment=environment)
        return json.loads(output.read_text())


def _load(town, seconds: float, clients: int) -> dict:
    with throwaway("load", town) as environment, tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "figures.json"
        run("load", str(seconds), str(clients), str(output), environment=environment)
        return json.loads(output.read_text())


def print_pages(figures: dict[int, dict]) -> bool:
    """One line a page; whether every page asks the same number of queries at all sizes."""
    sizes = list(figures)
    head = f"\n{'page':32}" + "".join(f" │ {f'{size:,} reports':^33}" for size in sizes)
    print(head + " │ ratio")
    print(
        f"{'':32}"
        + f" │ {'queries':>7}{'best ms':>9}{'p50 ms':>8}{'p95 ms':>9}" * len(sizes)
        + " │"
    )
    growing = []
    for page in figures[sizes[0]]:
        cells = [figures[size][page] for size in sizes]
        line = "".join(
            f" │ {c['queries']:>7}{c['best']:>9.1f}{c['p50']:>8.1f}{c['p95']:>9.1f}" for c in cells
        )
        print(f"{page:32}{line} │ {cells[-1]['p50'] / cells[0]['p50']:>5.1f}")
        if len({cell["queries"] for cell in cells}) > 1:
            growing.append(page)
    print(
        f"\nThe number of queries differs with the number of reports: {', '.join(growing)}"
        if growing
        else "\nThe number of queries is the same at every size, on every page."
    )
    return not growing


def print_load(figures: dict, clients: int) -> None:
    columns = f"{'reports':>8}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}"
    print(f"\n{f'{clients} clients at once':32} │ {columns}")
    for name, cell in figures.items():
        print(
            f"{name:32} │ {cell['reports']:>8,}{cell['per_second']:>10.1f}"
            f"{cell['p50']:>9.0f}{cell['p95']:>9.0f}"
        )


if __name__ == "__main__":
    sys.exit(main())
