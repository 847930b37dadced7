"""The reference lags behind the code? Then this fails, and the reference is written."""

import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.checks.registry import registry
from django.core.management import get_commands, load_command_class
from django.dispatch import Signal

import wagtail_anliegen
from wagtail_anliegen import models, signals
from wagtail_anliegen.conf import AnliegenConf
from wagtail_anliegen.editor_settings import AnliegenSettings


ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs/reference"
PACKAGE = Path(wagtail_anliegen.__file__).parent

SETTINGS = [name for name, value in vars(AnliegenConf).items() if isinstance(value, property)]
EDITOR_SETTINGS = [
    field.name
    for field in AnliegenSettings._meta.get_fields()
    if field.concrete and field.name not in {"id", "site"}
]
SIGNALS = [name for name, value in vars(signals).items() if isinstance(value, Signal)]
COMMANDS = sorted(
    name for name, app in get_commands().items() if str(app).startswith("wagtail_anliegen")
)
MODELS = sorted(model.__name__ for model in apps.get_app_config("wagtail_anliegen").get_models())
TEMPLATES = sorted(
    str(path.relative_to(folder))
    for folder in PACKAGE.rglob("templates")
    for path in folder.rglob("*")
    if path.is_file()
)
CHECK_IDS = sorted(
    {
        found
        for path in PACKAGE.rglob("*.py")
        for found in re.findall(r"wagtail_anliegen\.[EW]\d{3}", path.read_text())
    }
)


def page(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text()


@pytest.mark.parametrize("name", SETTINGS)
def test_setting_is_documented(name):
    assert f"`ANLIEGEN_{name}`" in page("settings")
    assert inspect.getdoc(getattr(AnliegenConf, name)), "and its property says what it does"


def test_no_setting_is_documented_that_does_not_exist():
    documented = set(re.findall(r"^#+ `ANLIEGEN_(\w+)`", page("settings"), flags=re.M))
    assert documented == set(SETTINGS)


@pytest.mark.parametrize("name", EDITOR_SETTINGS)
def test_editor_setting_is_documented(name):
    assert f"`{name}`" in page("settings")


@pytest.mark.parametrize("name", MODELS)
def test_model_is_documented_and_can_be_imported(name):
    assert f"| `{name}` |" in page("models")
    assert name in models.__all__


@pytest.mark.parametrize("name", SIGNALS)
def test_signal_is_documented(name):
    assert f"`{name}`" in page("signals")


@pytest.mark.parametrize("check_id", CHECK_IDS)
def test_check_is_documented(check_id):
    assert f"`{check_id}`" in page("checks")


def test_every_documented_check_exists():
    assert set(re.findall(r"wagtail_anliegen\.[EW]\d{3}", page("checks"))) == set(CHECK_IDS)
    modules = {check.__module__ for check in registry.get_checks()}
    assert any(module.startswith("wagtail_anliegen.") for module in modules)


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_documented_and_says_what_it_does(name):
    assert f"`{name}`" in page("commands")
    assert load_command_class(get_commands()[name], name).help


@pytest.mark.parametrize("template", TEMPLATES)
def test_template_is_documented(template):
    """Every template can be overridden by its path; the page lists them all."""
    assert f"`{template}`" in page("templates")


def test_no_template_is_documented_that_does_not_exist():
    documented = set(re.findall(r"`(wagtail_anliegen/[\w/.-]+\.(?:html|txt))`", page("templates")))
    assert documented == set(TEMPLATES)


def test_every_picture_that_a_page_shows_is_there():
    wrong = []
    for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", path.read_text()):
            if not target.startswith("http") and not (path.parent / target).is_file():
                wrong.append(f"{path.relative_to(ROOT)}: {target}")
    assert not wrong


def test_every_stable_block_is_documented():
    text = page("templates")
    blocks = {
        block
        for path in PACKAGE.rglob("templates/**/*.html")
        for block in re.findall(r"{% block (anliegen_\w+)", path.read_text())
    }
    assert blocks
    assert not {block for block in blocks if f"`{block}`" not in text}
