# setup, demo, test, check: one word each; CI runs the same words.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= $(firstword $(shell command -v python3.11 python3.12 python3.13 python3 2>/dev/null))
BIN := .venv/bin
BROWSER := scripts/debian.sh chromium "pictures of pages" chromium fonts-dejavu-core
# what is built here runs here: all that this processor can do, where the compiler knows it (a wheel is built without)
NATIVE := $(shell $(or $(CC),cc) -march=native -E -x c /dev/null >/dev/null 2>&1 && echo -march=native)
export UV_SYSTEM_CERTS := 1
export UV_COMPILE_BYTECODE := 1
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup check test demo desk bench audit fuzz picture trial-page report docs examples golden constraints clean

help:  ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

setup: .venv/.ready  ## make .venv with everything in it

.venv/.ready: pyproject.toml setup.py constraints.txt src/fieber/stats/_core.py src/fieber/stats/_segments.py src/fieber/stats/_yearly.py src/fieber/stats/_described.py
	@test -n "$(PYTHON)" || { echo "fieber needs Python 3.11 or newer: apt-get install python3 python3-venv" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r constraints.txt
	@CFLAGS="$${CFLAGS:-} $(NATIVE)" $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src
	@touch $@

demo: setup  ## check a real public account and a simulated one
	@$(BIN)/python scripts/demo.py

desk: setup  ## start the desk with simulated accounts, to look around
	@$(BIN)/fieber desk --demo

check: setup  ## lint, types, floors and the fast tests
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -n 2 -m "not slow and not browser"

test: setup  ## everything, browser and Spark too
	@$(BROWSER)
	@scripts/debian.sh java "tests of the Spark engine" default-jre-headless
	@scripts/debian.sh pg_ctlcluster "tests of the desk on PostgreSQL" postgresql
	@$(MAKE) --no-print-directory lint
	@# tests of one file share what is slow to start; what did not answer in time is asked once more, what is wrong never
	@$(BIN)/python -m pytest -n 2 --dist loadfile --reruns 1 --only-rerun 'TimeoutError|Protocol error|Target .*closed'

.PHONY: lint
lint:
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo >/dev/null || $(BIN)/lint-imports  # its output only where a floor is broken

bench: setup  ## time of a single check, against a bare import
	@$(BIN)/python benchmarks/check_time.py

audit: setup  ## look for known holes in what fieber stands on, and list licences (needs the net)
	@$(BIN)/python scripts/audit.py

FUZZ_SECONDS ?= 600
fuzz: setup  ## break exports for 10 minutes a reader (FUZZ_SECONDS=…), and write docs/fuzz.md
	@$(BIN)/python scripts/fuzz.py --seconds $(FUZZ_SECONDS) --page docs/fuzz.md

picture: setup  ## take the README's picture anew
	@$(BROWSER)
	@$(BIN)/python scripts/picture.py

TRIAL ?= build/trial
ACCOUNTS ?= $(wildcard ../shared/data/*.csv.gz)
trial-page: setup  ## run the full trial, or go on with it (90 minutes), and write docs/trial
	@$(BIN)/fieber trial $(if $(ACCOUNTS),--accounts $(ACCOUNTS)) -o $(TRIAL)
	@$(BIN)/python scripts/trial_page.py $(TRIAL)

report: setup  ## write docs/targets.md anew: what 0.1 was to reach, and what it did (from the last trial-page)
	@$(BIN)/python scripts/targets.py

docs: setup  ## build the site into build/docs; what would be a broken page is an error
	@rm -rf build/docs
	@$(BIN)/python -m sphinx -q -n -W --keep-going -j 2 -c docs . build/docs
	@echo "the site: build/docs/index.html"

examples: setup  ## run the notebooks of docs/examples and write their outputs anew
	@$(BIN)/python scripts/examples.py

golden: setup  ## write expected outputs anew; look at the difference before you commit
	@FIEBER_GOLDEN=1 $(BIN)/python -m pytest tests/test_docs.py tests/test_cause_pages.py tests/explainers/test_page.py tests/conformance

COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header
constraints:  ## resolve all dependencies anew, with hashes, naming no registry
	$(COMPILE) --all-extras pyproject.toml -o constraints.txt
	$(COMPILE) --constraints constraints.txt --extra desk --extra pdf --extra audio --extra live pyproject.toml -o packaging/container/requirements.txt
	printf 'cython\nsetuptools\n' | $(COMPILE) --constraints constraints.txt - -o packaging/container/build.txt

clean:  ## forget everything that was made
	rm -rf .venv build out .mypy_cache .ruff_cache .pytest_cache .hypothesis src/fieber/stats/*.so src/fieber/stats/*.c
