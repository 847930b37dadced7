"""Each install variant in a process of its own: optional means that its absence is harmless."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from wagtail import VERSION as WAGTAIL_VERSION


pytestmark = pytest.mark.install
needs_wagtail_8 = pytest.mark.skipif(
    WAGTAIL_VERSION < (8, 0), reason="base page models can be swapped from Wagtail 8.0 on"
)


def run(project: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "tests.projects.smoke"],
        cwd=Path(__file__).parent.parent,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": f"tests.projects.{project}",
            "DATABASE": "sqlite",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def install(project: str) -> str:
    done = run(project)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_everything():
    output = install("full")
    assert "report: " in output
    assert "page: ReportFormPage 200" in output
    assert "page: ReportMapPage 200" in output


def test_core_without_leaf_apps():
    output = install("core_only")
    assert "report: " in output
    assert "page: " not in output


def test_a_city_with_a_user_model_of_its_own():
    output = install("custom_user")
    assert "admin: list 200 True" in output
    assert "admin: edit 200 True" in output


@needs_wagtail_8
def test_page_types_of_a_city_with_its_own_base_page():
    output = install("custom_page")
    assert "report: " in output
    assert "page: CityReportFormPage 200" in output
    assert "page: CityReportMapPage 200" in output


@needs_wagtail_8
def test_our_page_types_beside_another_base_page_say_what_to_do():
    done = run("custom_page_by_mistake")
    assert done.returncode
    assert "this project uses city.CityPage instead. Leave the app out" in done.stderr


def test_without_a_place_for_private_photos_it_does_not_start():
    """Or they would lie wherever a process happens to be started, and cron would look elsewhere."""
    done = run("no_private_root")
    assert done.returncode
    assert "set ANLIEGEN_PRIVATE_ROOT" in done.stderr
