"""Throw-away databases: a directory for SQLite, a database of its own name for PostgreSQL."""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path


def is_postgres() -> bool:
    return os.environ.get("DATABASE") == "postgres"


@contextmanager
def throwaway(label: str, template: dict[str, str] | None = None):
    """The environment of a process that shall work in a fresh city; gone afterwards.

    With the environment of another city it begins as a copy of that one's database.
    """
    with tempfile.TemporaryDirectory(prefix=f"anliegen-bench-{label}-") as folder:
        environment = {
            **os.environ,
            "BENCH_DIR": folder,
            "ANLIEGEN_SCRATCH": folder,
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        name = f"anliegen_bench_{label}_{os.getpid()}"
        if is_postgres():
            environment["PGDATABASE"] = name
            like = f'TEMPLATE "{template["PGDATABASE"]}"' if template else ""
            _on_server(f'CREATE DATABASE "{name}" {like}')
        elif template:
            shutil.copy(Path(template["BENCH_DIR"]) / "db.sqlite3", folder)
        try:
            yield environment
        finally:
            if is_postgres():
                _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(dbname="postgres", autocommit=True) as connection:
        connection.execute(statement)


def run(module: str, *arguments: str, environment: dict[str, str]) -> None:
    """Run a module of this package in such a city."""
    command = [sys.executable, "-W", "ignore", "-m", f"tests.benchmarks.{module}", *arguments]
    subprocess.run(command, env=environment, check=True)
