"""What a killed web worker leaves of an upload is removed, where that is certainly ours."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

from tests.photos.hostile import CANARY
from wagtail_anliegen.photos.leftovers import sweep_uploads


#: A worker in the middle of a large upload, whose rest never comes.
WORKER = """
import sys
import django; django.setup()
from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http.multipartparser import MultiPartParser
from django.test import RequestFactory
settings.FILE_UPLOAD_TEMP_DIR = sys.argv[1]
request = RequestFactory().post("/")
meta = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": 50_000_000}
MultiPartParser(meta, sys.stdin.buffer, [TemporaryFileUploadHandler(request)]).parse()
"""
HEAD = b'--x\r\nContent-Disposition: form-data; name="photo"; filename="IMG_1.jpg"\r\n\r\n'


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.ANLIEGEN_PRIVATE_ROOT = tmp_path / "private"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "private" / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir(parents=True)
    return settings.FILE_UPLOAD_TEMP_DIR


def kill_in_the_middle(folder: Path) -> Path:
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(folder)], stdin=subprocess.PIPE)
    worker.stdin.write(HEAD + CANARY + bytes(3_000_000))
    worker.stdin.flush()
    ends = time.monotonic() + 60
    while not any(path.stat().st_size for path in folder.iterdir()):
        assert time.monotonic() < ends and worker.poll() is None
        time.sleep(0.05)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdin.close()
    return next(iter(folder.iterdir()))


def age(path: Path, hours: float) -> None:
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


@pytest.mark.django_db
def test_a_worker_killed_in_the_middle_leaves_a_file_until_the_sweep(folder):
    left = kill_in_the_middle(folder)
    assert CANARY in left.read_bytes(), "with everything that the camera wrote in"
    call_command("anliegen_sweep", verbosity=0)
    assert left.exists(), "it might still be coming in"
    age(left, hours=25)
    call_command("anliegen_sweep", verbosity=0)
    assert not list(folder.iterdir())


def test_a_file_of_another_name_is_left_alone(folder):
    for name in ("notes.txt", "x.upload", "tmp12345678.uploads", "..upload", "tmpabc.upload/y"):
        path = folder / name.split("/")[0]
        path.mkdir(exist_ok=True) if "/" in name else path.write_text("x")
        age(path, hours=100)
    before = sorted(folder.iterdir())
    assert sweep_uploads() == 0
    assert sorted(folder.iterdir()) == before


def test_a_link_that_lies_there_is_not_followed(folder, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("x")
    age(elsewhere, hours=100)
    (folder / "tmp12345678.upload.jpg").symlink_to(elsewhere)
    assert sweep_uploads() == 0
    assert elsewhere.exists()


@pytest.mark.parametrize("where", [None, "elsewhere", "private"])
def test_in_a_folder_that_is_not_ours_alone_nothing_is_removed(settings, folder, tmp_path, where):
    other = tmp_path / (where or "elsewhere")
    other.mkdir(exist_ok=True)
    left = other / "tmp12345678.upload.jpg"
    left.write_text("x")
    age(left, hours=100)
    settings.FILE_UPLOAD_TEMP_DIR = where and str(other)
    assert sweep_uploads() == 0
    assert left.exists()
    found = {check.id for check in run_checks(include_deployment_checks=True)}
    assert "wagtail_anliegen.W012" in found


def test_below_the_private_root_the_check_is_content(folder):
    found = {check.id for check in run_checks(include_deployment_checks=True)}
    assert "wagtail_anliegen.W012" not in found
    assert "wagtail_anliegen.W012" not in {check.id for check in run_checks()}
