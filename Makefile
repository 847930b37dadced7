# Everything a contributor does, by name. `make` alone lists it.
# PYTHON picks the interpreter, VENV the environment's folder, ARGS is handed on to the tool.

PYTHON ?= python3
VENV ?= .venv
JOBS ?= auto
ARGS ?=
PORT ?= 8000

PY = $(VENV)/bin/python
MANAGE = $(PY) example_site/manage.py
INSTALLED = $(VENV)/.installed
DOCS_INSTALLED = $(VENV)/.installed-docs
DEMO = $(or $(EXAMPLE_VAR),example_site/var)
LOADED = $(DEMO)/.loaded

.DEFAULT_GOAL := help
.PHONY: help install demo demo-town demo-reset test test-postgres coverage lint format messages compilemessages \
	migration docs screenshots bench bench-faults bench-detectors bench-hostile test-detectors wheel-test clean

help: ## List these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-16s %s\n", $$1, $$2}'

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "wagtail-anliegen needs Python 3.11 or newer; say which: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@# pip before 25.1 knows no --group
	$(PY) -m pip install --quiet --upgrade pip

$(INSTALLED): pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --editable . --group dev
	@touch $@

$(DOCS_INSTALLED): pyproject.toml $(INSTALLED)
	$(PY) -m pip install --quiet --group docs
	@touch $@

install: $(INSTALLED) ## Create the environment and install everything into it

demo: demo-town ## Run the demo town on 127.0.0.1:8000, or PORT=… (first start: some minutes, then seconds)
	@$(MANAGE) anliegen_demo --logins --address 127.0.0.1:$(PORT)
	$(MANAGE) runserver --noreload 127.0.0.1:$(PORT)

demo-town: $(INSTALLED)
	@mkdir -p $(DEMO)
	@$(MANAGE) migrate --verbosity 0
	@test -f $(LOADED) || { $(MANAGE) setup_anliegen && $(MANAGE) anliegen_demo && touch $(LOADED); }

demo-reset: ## Forget the demo town, so that the next `make demo` builds it anew
	rm -rf $(DEMO)

test: $(INSTALLED) ## Run the whole suite (DATABASE=postgres with PG* variables for PostgreSQL)
	$(PY) -m pytest --numprocesses $(JOBS) $(ARGS)

test-postgres: $(INSTALLED) ## Run the whole suite on a PostgreSQL of its own, started and removed here
	DATABASE=postgres bash .ci/with-postgres $(PY) -m pytest --numprocesses $(JOBS) $(ARGS)

coverage: $(INSTALLED) ## Run the suite and report which branches no test walks
	$(PY) -m pytest --numprocesses $(JOBS) --cov --cov-report=term-missing:skip-covered $(ARGS)

lint: $(INSTALLED) ## Check style, imports between rooms, templates and migrations
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djhtml --check wagtail_anliegen example_site tests
	$(VENV)/bin/curlylint --quiet wagtail_anliegen example_site tests
	DJANGO_SETTINGS_MODULE=tests.projects.full $(PY) -m django makemigrations --check --dry-run wagtail_anliegen

format: $(INSTALLED) ## Bring code and templates into shape
	$(VENV)/bin/ruff check --fix-only --quiet .
	$(VENV)/bin/ruff format .
	-$(VENV)/bin/djhtml wagtail_anliegen example_site tests

messages: $(INSTALLED) ## Collect the texts to translate (needs gettext)
	cd wagtail_anliegen && $(abspath $(VENV))/bin/django-admin makemessages \
		--locale de --add-location file --no-obsolete --no-wrap

compilemessages: $(INSTALLED) ## Compile the translations (needs gettext); commit the .mo files
	cd wagtail_anliegen && $(abspath $(VENV))/bin/django-admin compilemessages --locale de

migration: $(INSTALLED) ## Make a migration on the lowest supported versions: make migration NAME=what_it_does
	@test -n "$(NAME)" || { echo "make migration NAME=what_it_does"; exit 1; }
	$(MAKE) .venv-lowest/.lowest VENV=.venv-lowest
	DJANGO_SETTINGS_MODULE=tests.projects.full .venv-lowest/bin/python -m django \
		makemigrations wagtail_anliegen wagtail_anliegen_pages --name $(NAME) $(ARGS)
	@# the pretend city of the tests swaps the page model, which Wagtail 7.4 cannot
	DJANGO_SETTINGS_MODULE=tests.projects.custom_page $(PY) -m django \
		makemigrations city --name $(NAME) $(ARGS)

.venv-lowest/.lowest: pyproject.toml .ci/lowest.txt | $(PY)
	$(PY) -m pip install --quiet --editable . --group test --constraint .ci/lowest.txt
	@touch $@

docs: $(DOCS_INSTALLED) ## Build the documentation into docs/_build/html; a warning is an error
	$(PY) -m sphinx -W --keep-going -b html docs docs/_build/html $(ARGS)

screenshots: demo-town ## Take the pictures of the documentation anew (needs Chromium)
	$(PY) docs/screenshots.py $(ARGS)

bench: $(INSTALLED) ## Measure: reports a second, queries a page, lists at 10,000 and 100,000 reports
	$(PY) -m tests.benchmarks $(ARGS)

bench-faults: $(INSTALLED) ## Kill web workers under load, then count what was lost or doubled
	$(PY) -m tests.benchmarks.faults $(ARGS)

test-detectors: .venv-detectors/.ready ## Run the tests of the real detectors, in an environment of their own
	ANLIEGEN_REQUIRE_DETECTORS=1 .venv-detectors/bin/python -m pytest tests/photos/test_detectors.py $(ARGS)

bench-detectors: .venv-detectors/.ready ## Measure: what the detectors find by size, and what a photo costs
	.venv-detectors/bin/python -m pip install --quiet scikit-image
	DJANGO_SETTINGS_MODULE=tests.projects.full .venv-detectors/bin/python -W ignore -m tests.benchmarks.detectors $(ARGS)

.venv-detectors/.ready: pyproject.toml
	$(MAKE) .venv-detectors/bin/python VENV=.venv-detectors
	.venv-detectors/bin/python -m pip install --quiet --editable ".[anonymise]" --group test
	@touch $@

bench-hostile: $(INSTALLED) ## Measure memory and seconds of every hostile file, each in a process of its own
	$(PY) -m tests.benchmarks.hostile $(ARGS)

wheel-test: ## Build the wheel, install it in an empty environment in every way, and open every page
	PYTHON="$(PYTHON)" bash .ci/wheel-test $(ARGS)

clean: ## Remove what was built; the environment and the demo town stay
	rm -rf build dist docs/_build htmlcov .coverage .coverage.* .pytest_cache .ruff_cache \
		.import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './.venv*' -prune -exec rm -rf {} +
