# `make run` starts the emulator with an organization in it; `make test` runs everything that must pass.
# Both install what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# more flags for the server: make run ARGS="--port 4567"
ARGS ?=
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test check docs clean

run: $(VENV)/.run
	@exec $(BIN)/ipam-emulator serve --fixture fixtures/worlds/seeded.yaml $(ARGS)

NODE_PACKAGES := tests/sdks/node_modules/.installed
TOOLS := $(VENV)/tools

test: $(VENV)/.dev $(NODE_PACKAGES) $(TOOLS)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --cov

check: test

# the generated pages: docs/coverage.md, rules, settings, states, the fixtures' schema, the table in the README
docs: $(VENV)/.dev
	$(BIN)/python -m docs.generate

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@ $(VENV)/.run

# the JavaScript SDK, which tests/sdks runs
$(NODE_PACKAGES): tests/sdks/package-lock.json
	cd tests/sdks && npm ci --no-audit --no-fund --silent
	touch $@

# multi-account tools, which tests/tools runs; their pins and ours differ
$(TOOLS)/.installed: tests/tools/requirements.txt | $(BIN)/python
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --requirement $<
	touch $@

clean:
	rm -rf $(VENV) tests/sdks/node_modules .mypy_cache .ruff_cache .pytest_cache
