# Two commands for a newcomer, each does all its own set-up: `make demo` shows the checker at work on the real file,
# `make test` passes every check of this repository. Needs Python 3.10+ and a package index, nothing else.

PYTHON ?= python3
VENV ?= .venv
DEMO_VENV ?= .venv-demo
PEERS_VENV ?= .venv-peers
WORKERS ?= 2
# Pinned exactly: a looser requirement may bring a CUDA build of several gigabytes. The tests run on the CPU, the
# kernels in Triton's interpreter.
TORCH ?= torch==2.13.0 triton==3.9.0

BIN := $(VENV)/bin
MADE := $(VENV)/.made
READY := $(VENV)/.ready
DEMO_READY := $(DEMO_VENV)/.ready
PEERS_READY := $(PEERS_VENV)/.ready

# `browser` where the playground's tests have no Chromium yet: root of a Debian installs it while pip is at work.
BROWSER ?=
NODE_READY := playground/node_modules/.package-lock.json
SITE ?= site

# The tests start some 150 processes, each of which would compile the checker anew.
unexport PYTHONDONTWRITEBYTECODE
# Of what pip installs, torch above all, little is ever imported.
export PIP_NO_COMPILE := 1

.PHONY: demo test lint unit browser site python314 matrix fuzz peers bench-lint bench-speed clean

demo: $(DEMO_READY)
	$(DEMO_VENV)/bin/python -m tools.demo

test: lint unit site python314

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/nsa-lint check --no-cache nsa_lint nsa_runtime benchmarks lab tests tools

unit: $(READY) $(NODE_READY) $(BROWSER)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

browser:
	apt-get update --quiet --quiet
	apt-get install --quiet --quiet --yes --no-install-recommends chromium fonts-dejavu-core

# The documentation, and the playground in it, in $(SITE)/. Needs Node.
site: $(READY) $(NODE_READY)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict --site-dir $(abspath $(SITE))
	cd playground && npm run --silent check && PYTHON=$(abspath $(BIN)/python) node build.mjs $(abspath $(SITE))/play
	$(BIN)/python -m tools.site_links $(SITE)

# The checker's tests under Pyodide's Python 3.14. They need pip and Node alone, so beside the others they begin while
# pip installs the rest. What the others wait for goes first, but not so far that these end last.
python314: $(MADE) $(NODE_READY)
	nice -n 3 $(BIN)/python -m tools.pyodide

# The checker's tests under every Python and flake8 that it is for.
matrix:
	$(PYTHON) -m tools.matrix

# The short run is a test; this one is longer, and of a fresh seed, which it prints.
fuzz: $(READY)
	$(BIN)/python -m tools.fuzz --count 100000

# What other checkers say of the real file; the figures of the README.
peers: $(PEERS_READY)
	$(PEERS_VENV)/bin/python -m tools.peers

# The checker beside others, on programs of known truth and on the real file; the tables of docs/benchmarks.md.
bench-lint: $(PEERS_READY)
	$(PEERS_VENV)/bin/python -m tools.bench_lint

bench-speed: $(READY)
	$(BIN)/python -m tools.bench_speed

clean:
	rm -rf playground/node_modules site $(VENV) $(DEMO_VENV) $(PEERS_VENV) .cache build dist *.egg-info

$(MADE):
	$(PYTHON) -m venv $(VENV)
	touch $@

$(READY): $(MADE) setup.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet $(TORCH) --editable '.[test]'
	touch $@

$(NODE_READY): playground/package-lock.json
	cd playground && npm ci --no-progress
	touch $@

# What a user installs: the checker alone.
$(DEMO_READY): setup.cfg pyproject.toml $(wildcard nsa_lint/*.py nsa_lint/*/*.py)
	rm -rf build
	$(PYTHON) -m venv $(DEMO_VENV)
	$(DEMO_VENV)/bin/python -m pip install --quiet --force-reinstall --no-deps .
	$(DEMO_VENV)/bin/python -m pip install --quiet .
	touch $@

$(PEERS_READY): setup.cfg Makefile
	$(PYTHON) -m venv $(PEERS_VENV)
	$(PEERS_VENV)/bin/python -m pip install --quiet --editable . \
	    pylint==4.1.4 pyrefly==1.4.1 mypy==2.4.1 ty==0.0.105 'pyright[nodejs]==1.1.414'
	touch $@
