"""German is complete, compiled, and keeps every placeholder."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

import wagtail_anliegen
from tests.machine import missing


PACKAGE = Path(wagtail_anliegen.__file__).parent
CATALOGUE = PACKAGE / "locale/de/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def german():
    return polib.pofile(str(CATALOGUE))


def texts(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def key(entry):
    return entry.msgctxt, entry.msgid, entry.msgid_plural or ""


def test_every_text_is_translated(german):
    assert len(german) > 100
    assert not [entry.msgid for entry in german.untranslated_entries()]
    assert not [entry.msgid for entry in german.fuzzy_entries()]
    assert not [entry.msgid for entry in german.obsolete_entries()]


def test_translations_keep_their_placeholders(german):
    for entry in german:
        for text in texts(entry):
            wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
            optional = set(PLACEHOLDER.findall(entry.msgid)) | wanted
            found = set(PLACEHOLDER.findall(text))
            assert found <= optional, entry.msgid
            assert entry.msgid_plural or found == wanted, entry.msgid


def test_compiled_catalogue_is_up_to_date(german):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {key(e): texts(e) for e in compiled} == {key(e): texts(e) for e in german}, (
        "run: make compilemessages"
    )


def test_catalogue_knows_every_text_of_the_package(german, tmp_path):
    if not shutil.which("xgettext"):
        missing("gettext", "ANLIEGEN_REQUIRE_GETTEXT")
    copy = tmp_path / "wagtail_anliegen"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "de", "--no-wrap"],
        cwd=copy,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": ""},
        check=True,
        capture_output=True,
    )
    fresh = polib.pofile(str(copy / "locale/de/LC_MESSAGES/django.po"))
    wanted = {key(entry) for entry in fresh if not entry.obsolete}
    known = {key(entry) for entry in german}
    assert wanted == known, "run: make messages"
