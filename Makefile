# `make run` starts the emulator with an organization in it; `make test` runs everything that must pass.
# Both install what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# more flags for the server: make run ARGS="--port 4567"
ARGS ?=
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# what `test` needs is installed side by side
MAKEFLAGS += --jobs=4

.PHONY: run test check docs screenshots test-proxy clean

run: $(VENV)/.run
	@exec $(BIN)/ipam-emulator serve --fixture fixtures/worlds/seeded.yaml $(ARGS)

NODE_PACKAGES := tests/sdks/node_modules/.installed
TOOLS := $(VENV)/tools

AXE := tests/console/node_modules/.installed
BROWSER := $(VENV)/.browser

test: $(VENV)/.dev $(NODE_PACKAGES) $(TOOLS)/.installed $(AXE) $(BROWSER)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --cov

check: test

# examples/proxy: a real nginx before two emulators
test-proxy: $(VENV)/.dev $(VENV)/.nginx
	$(BIN)/python -m pytest examples/proxy

# the generated pages: docs/coverage.md, rules, settings, states, the fixtures' schema, the table in the README
docs: $(VENV)/.dev
	$(BIN)/python -m docs.generate

# docs/images: the console as the README shows it
screenshots: $(VENV)/.dev $(BROWSER)
	$(BIN)/python -m tests.console.screenshots

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

# what looks for barriers in the console's pages
$(AXE): tests/console/package-lock.json
	cd tests/console && npm ci --no-audit --no-fund --silent
	touch $@

# the browser that tests/console drives: the system's, or one that Debian's package brings
$(BROWSER): | $(BIN)/python
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; \
	  else \
	    echo 'The tests of the console need Chromium as `chromium` on the path: install it, or run this as root where'; \
	    echo 'apt-get is; on Debian: sudo apt-get install chromium.'; exit 1; \
	  fi; }
	touch $@

$(VENV)/.nginx: | $(BIN)/python
	@command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends nginx-light >/dev/null; \
	  else \
	    echo 'The test of the proxy needs nginx: install it, or run this as root where apt-get is;'; \
	    echo 'on Debian: sudo apt-get install nginx-light.'; exit 1; \
	  fi; }
	touch $@

# multi-account tools and an upstream emulator, which tests/tools and tests/upstream run; their pins and ours differ
$(TOOLS)/.installed: tests/tools/requirements.txt | $(BIN)/python
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --requirement $<
	touch $@

clean:
	rm -rf $(VENV) tests/sdks/node_modules tests/console/node_modules .mypy_cache .ruff_cache .pytest_cache
