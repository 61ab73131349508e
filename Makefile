# `make test` runs everything that must pass and installs what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: test check install clean

NODE_PACKAGES := tests/sdks/node_modules/.installed

test: $(VENV)/.dev $(NODE_PACKAGES)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2

check: test

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

# the JavaScript SDK, which tests/sdks runs
$(NODE_PACKAGES): tests/sdks/package-lock.json
	cd tests/sdks && npm ci --no-audit --no-fund --silent
	touch $@

clean:
	rm -rf $(VENV) tests/sdks/node_modules .mypy_cache .ruff_cache .pytest_cache
