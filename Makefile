# Everything runs through scripts/bootstrap, which needs Python 3.11+ and the package registries.
# Another Python than the first one found: make run PYTHON=python3.12
# Paths are relative, since make cannot quote a folder with spaces.

.PHONY: help run test check races bench web clean-data
.DEFAULT_GOAL := help

python := @sh scripts/bootstrap

help:        ## Show these lines.
	@sed -n 's/^\([a-z-]*:\)[^#]*## /\1	/p' Makefile | expand -t 14

run:         ## Start everything, print where to go and how to sign in; Ctrl-C stops it.
	$(python) -m switchboard.local up

test: check web ## Check, build the web and run every test, in two processes.
	$(python) -m switchboard.local check-web
	$(python) -m pytest --numprocesses 2 --no-loadscope-reorder

check:       ## Lint, check formatting, types and the direction of imports.
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy --no-error-summary libs services
	$(python) -c "from importlinter.cli import lint_imports_command as check; check()"

races:       ## Run every race 500 times instead of 50, and print the outcomes.
	@SWITCHBOARD_TEST_RACES=500 sh scripts/bootstrap -m pytest tests/integration/races/test_races.py

bench:       ## Measure throughput, latency and CPU per message.
	$(python) -m benchmarks

web:         ## Build panel, widget and demo page, if anything changed.
	$(python) -m switchboard.local build-web

clean-data:  ## Stop everything of this folder and forget its data.
	@if [ -d .venv ]; then sh scripts/bootstrap -m switchboard.local down; fi
	rm -rf .switchboard
