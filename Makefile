# Socket Workbench. `make run` opens the window, `make test` passes every check.
# Both first set up what they need, in .venv; the second time that takes no time.

PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
PYTHONS ?= python3.11 python3.12 python3.13
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --constraint packaging/constraints.txt
# So that the first start is as quick as all others, also where Python is told to write no bytecode.
COMPILE := $(BIN)/python -m compileall -q app

.NOTPARALLEL:
.PHONY: windows-package run test coverage lint bench help format catalogue reference wheel frozen packages clean

run: $(VENV)/app-installed $(VENV)/window-libraries
	@$(BIN)/socket-workbench $(ARGS)

test: lint $(VENV)/offscreen-libraries
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest --numprocesses auto

# What `make test` does, with every branch counted. Loops in QThreads are not traced; the plain functions
# that they run are, by the tests of the engine.
coverage: lint $(VENV)/offscreen-libraries
	$(BIN)/coverage erase
	QT_QPA_PLATFORM=offscreen $(BIN)/coverage run -m pytest --numprocesses auto
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lint: $(VENV)/checks-installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/app-installed $(VENV)/offscreen-libraries
	$(BIN)/python -m benchmarks $(ARGS)

help:
	@echo "make run        open the window; ARGS='--scenario welcome --run' and the like go to it"
	@echo "make test       ruff, mypy, import-linter and every test"
	@echo "make coverage   the same, and which branches no test takes"
	@echo "make bench      measure how quick it is, some ten minutes; ARGS=--quick for a first look"
	@echo "make format     put the sources into their form"
	@echo "make catalogue  collect the texts to translate"
	@echo "make reference  write the generated pages of docs/ and the schema of scenarios"
	@echo "make wheel      build dist/*.whl"
	@echo "make frozen     build dist/socket-workbench, a folder that needs no Python, and use it once"
	@echo "make packages   build and check what is released for Linux, in dist/ (docs/packages.md)"
	@echo "make windows-package"
	@echo "                build and try the installer for Windows under Wine, as a proof"
	@echo "make clean      remove what was built, .venv too"

format: $(VENV)/checks-installed
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

catalogue: $(VENV)/checks-installed
	$(BIN)/python packaging/catalogue.py

reference: $(VENV)/app-installed
	$(BIN)/python packaging/option_reference.py
	$(BIN)/python packaging/value_reference.py
	$(BIN)/python packaging/dialogue_reference.py
	$(BIN)/python packaging/scenario_reference.py
	$(BIN)/python packaging/schema.py

wheel: $(VENV)/made
	$(PIP) wheel --no-deps --wheel-dir dist .

frozen: $(VENV)/packages-installed $(VENV)/window-libraries
	$(BIN)/python packaging/freeze.py
	$(BIN)/python packaging/frozen_check.py

# Their time is that of the newest commit, so that the same sources give the same bytes.
packages: export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 1577836800)
packages: frozen
	$(BIN)/python packaging/linux_packages.py dist/socket-workbench dist
	$(BIN)/python packaging/distributions.py dist $(PYTHONS)
	@if command -v lintian >/dev/null; then lintian --fail-on error --allow-root dist/*.deb; else echo "lintian is not installed."; fi
	@packaging/debian-check.sh dist/*.deb dist/*.tar.xz || [ $$? = 3 ]

windows-package: $(VENV)/packages-installed
	packaging/windows-package.sh

clean:
	rm -rf $(VENV) dist build htmlcov .*_cache

$(VENV)/made: packaging/find-python.sh
	@echo "Making $(VENV) ..."
	@python="$$(packaging/find-python.sh '$(PYTHON)')" && "$$python" -m venv $(VENV)
	@touch $@

$(VENV)/app-installed: $(VENV)/made pyproject.toml packaging/constraints.txt
	@echo "Installing Socket Workbench and what it needs into $(VENV) (some 120 MB) ..."
	@$(INSTALL) --editable '.[plots]'
	@$(COMPILE)
	@touch $@

$(VENV)/checks-installed: $(VENV)/made pyproject.toml packaging/constraints.txt
	@echo "Installing Socket Workbench and its checks into $(VENV) (some 150 MB) ..."
	@$(INSTALL) --editable '.[dev]'
	@$(COMPILE)
	@touch $(VENV)/app-installed $@

$(VENV)/packages-installed: $(VENV)/made pyproject.toml packaging/constraints.txt
	@echo "Installing what makes and checks packages into $(VENV) ..."
	@$(INSTALL) --editable '.[packages]'
	@touch $(VENV)/app-installed $@

$(VENV)/%-libraries: packaging/system-libraries.sh | $(VENV)/app-installed
	@packaging/system-libraries.sh $(BIN)/python $*
	@touch $@
