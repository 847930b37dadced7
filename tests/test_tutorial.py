"""The tutorial always works: its first page is followed to the letter in a fresh project."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


pytestmark = pytest.mark.install
PAGE = Path(__file__).parent.parent / "docs/tutorial/1-install.md"
STEP = re.compile(r"```python\n# (\S+), at the end\n(.*?)```", re.S)


@pytest.fixture
def project(tmp_path):
    environment = {name: value for name, value in os.environ.items() if "DJANGO" not in name}

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    run("-c", "from wagtail.bin.wagtail import main; main()", "start", "city", ".")
    steps = STEP.findall(PAGE.read_text())
    assert [file for file, _code in steps] == ["city/settings/base.py", "city/urls.py"]
    for file, code in steps:
        with (tmp_path / file).open("a") as target:
            target.write("\n" + code)
    return run


def test_following_the_tutorial_ends_without_a_complaint(project):
    for command in re.findall(r"^python manage.py (\w+)$", PAGE.read_text(), flags=re.M):
        if command in {"migrate", "setup_anliegen"}:
            project("manage.py", command)
    # Only ours: the lowest Wagtail draws warnings of its own from the newest treebeard.
    assert "wagtail_anliegen" not in project("manage.py", "check")
