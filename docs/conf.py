"""Sphinx, in Markdown, in Wagtail's clothes."""

import tomllib
from pathlib import Path


project = "wagtail-anliegen"
author = "wagtail-anliegen contributors"
copyright = "2026, wagtail-anliegen contributors"
release = tomllib.loads(Path(__file__).with_name("..").joinpath("pyproject.toml").read_text())[
    "project"
]["version"]
version = ".".join(release.split(".")[:2])

extensions = ["myst_parser", "sphinx_wagtail_theme"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "sphinx_wagtail_theme"
html_title = "wagtail-anliegen"
html_theme_options = {
    "project_name": "wagtail-anliegen",
    "logo": "",
    "logo_alt": "wagtail-anliegen",
    "logo_height": 0,
    "logo_width": 0,
    "github_url": "https://github.com/wagtail-anliegen/wagtail-anliegen/blob/main/docs/",
    "header_links": "",
    "footer_links": "",
}
html_show_sphinx = False
html_last_updated_fmt = None
