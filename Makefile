# Every step runs on a bare machine with Python 3.11 or newer and make; see docs/operations.md.
PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
# Two that compute, and one that mostly waits for its browser.
WORKERS ?= 3

# Packages are compiled when first used; a shell that forbids it makes every start slow.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run dev test drill lint format bench messages clean clean-data base-packages dev-packages

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: base-packages ## the whole site on this machine, with demo data (PORT=8001 for another port)
	@exec $(VENV_PYTHON) -m becode.run

dev: dev-packages ## the same with reload on every change, and error pages that explain
	@exec $(VENV_PYTHON) -m becode.run --dev

test: dev-packages ## everything the tests need, then linters and all tests (at most 10 minutes)
	@exec $(VENV_PYTHON) -m becode.check test --workers $(WORKERS)

drill: dev-packages ## kill drills, simulations and the full demo
	@exec $(VENV_PYTHON) -m becode.check drill

lint: dev-packages ## linters and types only
	@exec $(VENV_PYTHON) -m becode.check lint

format: dev-packages ## format the code and the templates
	@$(VENV_PYTHON) -m ruff check --fix . && $(VENV_PYTHON) -m ruff format .
	@find templates -name "*.html" -exec .venv/bin/djade --target-version 5.2 {} +

bench: dev-packages ## the measurements in benchmarks/
	@exec $(VENV_PYTHON) -m becode.check bench

messages: dev-packages ## collect the texts to translate into locale/, then compile
	@$(VENV_PYTHON) -m tests.house.collect
	@$(VENV_PYTHON) -m becode.translations

clean: ## remove caches and the virtual environment; the data in var/ stays
	@rm -rf .venv .venv.lock .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find locale -name '*.mo' -delete 2>/dev/null || true
	@echo "Caches and .venv are gone; the data in var/ is untouched."

clean-data: base-packages ## delete the data in var/, after asking
	@exec $(VENV_PYTHON) -m becode.embedded remove

base-packages:
	@$(PYTHON) becode/bootstrap.py base

dev-packages:
	@$(PYTHON) becode/bootstrap.py dev
