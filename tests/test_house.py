"""What import-linter cannot see: foreign keys, names, sizes, and what templates may not hold."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

import wagtail_anliegen


PACKAGE = Path(wagtail_anliegen.__file__).parent

# From the ground up; the floors of pyproject.toml's import contract.
FLOORS = [
    {
        "background",
        "conf",
        "deletion",
        "editor_settings",
        "renderers",
        "signals",
        "sites",
        "planner",
        "tables",
        "trees",
        "working_days",
    },
    {"categories", "geo"},
    {"routing"},
    {"reports"},
    {"moderation", "notifications", "photos"},
    {"intake", "casework", "publicmap", "tracking"},
    {"privacy"},
    {"setup"},
    {"admin_menu", "apps", "checks", "handbook", "urls", "wagtail_hooks", "models", "management"},
    {"contrib"},
]
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
DRAWERS = {"utils", "helpers", "common", "misc", "services", "mixins"}

MODULES = sorted(
    path for path in PACKAGE.rglob("*.py") if "migrations" not in path.relative_to(PACKAGE).parts
)
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
BROWSER_FILES = sorted([*PACKAGE.rglob("static/**/*.js"), *PACKAGE.rglob("static/**/*.css")])


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def room_of(model) -> str:
    return model.__module__.removeprefix("wagtail_anliegen.").split(".")[0]


def own_models():
    return [m for m in apps.get_models() if m.__module__.startswith("wagtail_anliegen.")]


def test_there_is_something_to_look_at():
    assert len(MODULES) > 20
    assert own_models()


def test_every_folder_is_a_room_or_holds_no_code():
    folders = {path.relative_to(PACKAGE).parts[0] for path in MODULES if path.parent != PACKAGE}
    assert folders <= FLOOR_OF.keys()


def test_foreign_keys_point_downwards_or_stay_in_their_room():
    """A key by string is invisible to import-linter, but it ties two rooms all the same."""
    wrong = []
    for model in own_models():
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and field.concrete else None
            if target not in own_models() or room_of(target) == room_of(model):
                continue
            if FLOOR_OF[room_of(target)] >= FLOOR_OF[room_of(model)]:
                wrong.append(f"{model.__name__}.{field.name} -> {target.__name__}")
    assert not wrong


def test_every_table_that_a_city_owns_knows_its_site():
    for name in ("Category", "Department", "District", "Report", "RoutingRule"):
        assert apps.get_model("wagtail_anliegen", name)._meta.get_field("site")


def test_leaf_apps_have_a_label_of_their_own():
    """Without it, a leaf that is imported but not installed silently gets the core's label."""
    for model in own_models():
        assert (room_of(model) == "contrib") == (model._meta.app_label != "wagtail_anliegen")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_has_one_subject(path):
    assert len(path.read_text().splitlines()) <= 400, "past 400 lines a module is two things"
    assert not DRAWERS & {path.stem, *path.relative_to(PACKAGE).parts[:-1]}, (
        "name it for what it does"
    )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_fit_on_a_page(path):
    long = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            body = node.body[1:] if ast.get_docstring(node) and node.body[1:] else node.body
            lines = node.body[-1].end_lineno - body[0].lineno + 1
            if lines > 30:
                long.append(f"{node.name}: {lines} lines")
    assert not long


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_keeps_the_content_security_policy(path):
    """No script, style or handler inside the page; data travels as json_script or data-*."""
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.S)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "inline script"
    if "mail" not in path.stem:
        assert not re.search(r"<style\b|\sstyle=", text), "inline style"
    assert not re.search(r"\son[a-z]+=[\"']", text), "inline handler"
    assert "|safe" not in text
    assert not re.search(r"(src|href)=[\"']https?://", text), "foreign host"


@pytest.mark.parametrize("path", BROWSER_FILES, ids=name_of)
def test_browser_code_asks_no_foreign_host(path):
    hosts = set(re.findall(r"https?://([\w.-]+)", path.read_text())) - {"www.w3.org"}
    assert not hosts


@pytest.mark.parametrize("path", [p for p in BROWSER_FILES if p.suffix == ".css"], ids=name_of)
def test_style_sheet_closes_what_it_opens(path):
    """One brace that is lost takes every rule below it along, and no browser complains."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    assert text.count("{") == text.count("}")
