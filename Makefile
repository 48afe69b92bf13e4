# Everything a person or a machine does with a checkout. `make help` lists it.
#
# PYTHON  the interpreter to make the environment with (3.11 or newer); found if not given
# VENV    where the environment is kept
# JOBS    how many tests run at once

VENV ?= .venv
JOBS ?= 2
RESULTS ?= results/eight-gardens
TESTS ?= not long

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
STUDIES ?=

.PHONY: help garden test test-long validate check lint types bench clean browser

help:  ## Say what can be made
	@echo "make TARGET, where TARGET is one of:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' Makefile | awk -F'|' '{printf "%-12s %s\n", $$1, $$2}'

garden: $(VENV)/.run  ## Run the flagship experiment (eight gardens) and write its report
	@$(BIN)/trustgarden sweep eight-gardens --out "$(RESULTS)"
	@$(BIN)/trustgarden report "$(RESULTS)"

test: $(VENV)/.test browser  ## Run all tests but the long ones
	@selection="$(TESTS)"; \
	if ! $(HAS_BROWSER); then \
	    echo "make test: no Chromium here, so the tests marked 'browser' are deselected." >&2; \
	    selection="($$selection) and not browser"; \
	fi; \
	$(BIN)/python -m pytest -n $(JOBS) -m "$$selection" $(PYTEST)

test-long: TESTS := long or not long
test-long: test  ## Run all tests, those that take minutes too

validate: $(VENV)/.test  ## Hold the model to published findings, with 30 replicates a cell
	@$(BIN)/trustgarden validate --quick $(STUDIES)

check: $(VENV)/.run  ## Check claims on the model and its baselines, as CI does
	@$(BIN)/trustgarden check --quick

lint: $(VENV)/.lint  ## Check style and likely mistakes
	$(BIN)/ruff check .

types: $(VENV)/.lint  ## Check types
	$(BIN)/mypy

bench: $(VENV)/.test  ## Measure speed and memory, printed as ratios
	@for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python "$$file" || exit 1; done

clean:  ## Remove the environment, caches and builds; results stay
	rm -rf $(VENV) .venv-* build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

# A stamp says which extras the environment has; it is older than what it was made from only if
# that changed, so that a second call costs nothing.
$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing trustgarden into $(VENV) (once; a minute or two) ..." >&2
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing trustgarden and what its tests need into $(VENV) (once) ..." >&2
	@$(PIP) install -c constraints.txt -e ".[test]"
	@touch $@ $(VENV)/.run

$(VENV)/.lint: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing the linter and the type checker into $(VENV) (once) ..." >&2
	@$(PIP) install -c constraints.txt -e ".[test,lint]"
	@touch $@ $(VENV)/.run $(VENV)/.test

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))

# `python3` comes first: it is what the user means by Python. The others are asked to run, not only
# looked up, because version managers put names on the path that fail when called.
$(BIN)/python:
	@for python in "$(PYTHON)" python3 python3.13 python3.12 python3.11 python; do \
	    if [ -n "$$python" ] && "$$python" -c "$(NEW_ENOUGH)" 2>/dev/null; then \
	        found="$$python"; break; \
	    fi; \
	    if [ -n "$(PYTHON)" ]; then break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	    echo "make: trustgarden needs Python 3.11 or newer; $(or $(PYTHON),python3) is" \
	        "$$("$(or $(PYTHON),python3)" --version 2>/dev/null || echo missing)." \
	        "Install one and call: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; \
	    exit 1; \
	fi; \
	"$$found" -m venv "$(VENV)" || { \
	    rm -rf "$(VENV)"; \
	    echo "make: $$found could not make an environment;" \
	        "on Debian and Ubuntu: apt-get install python3-venv" >&2; \
	    exit 1; \
	}

HAS_BROWSER := command -v chromium >/dev/null 2>&1

# Only as root, where installing is no surprise: CI and containers. Others are told, and go on.
browser:
	@$(HAS_BROWSER) || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || { \
	    echo "Installing Chromium for the tests of pages ..." >&2; \
	    apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium >/dev/null; \
	}
