# What `make` can do; `make help` lists it. Needs Python 3.11 to 3.13 and nothing else.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
# the first of these that is there and new enough, or PYTHON=… of your choice
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& command -v $$p && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check

help: ## list what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/.ready ## make the virtual environment with the locked dependencies

$(VENV)/.ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Marsad needs Python 3.11, 3.12 or 3.13 (with venv); none was found" >&2; exit 1; }
	@echo "making $(VENV) and installing the locked dependencies: about a minute"
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## watch Marsad do its whole job on a local news site (about a minute, no network)
	@$(BIN)/marsad demo

run: setup ## start the service with config/marsad.yaml
	$(BIN)/marsad run --config config/marsad.yaml

# where bytecode is not kept, every process that a test starts compiles all of Marsad anew
test exam: export PYTHONDONTWRITEBYTECODE =

test: setup ## run the tests
	$(BIN)/python -m pytest -n auto --dist worksteal

exam: setup ## the long exams: hostile pages and sites through the real crawl
	$(BIN)/python -m pytest -m exam -n 0

check: lint types contracts test smoke ## everything CI checks

lint: setup ## style and likely mistakes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup ## static types
	$(BIN)/mypy

contracts: setup ## who may import whom
	$(BIN)/lint-imports

# pip of Python 3.11 stumbles over an extra that two of these name
$(VENV)/.bench: $(VENV)/.ready
	$(PIP) install --quiet --upgrade 'pip>=25'
	$(PIP) install --quiet --no-build-isolation --editable '.[bench]'
	@touch $@

bench-dates: $(VENV)/.bench ## measure printed dates beside dateparser
	$(BIN)/python -m benchmarks.dates

bench-reading: $(VENV)/.bench ## measure the reading of real pages beside other tools
	$(BIN)/python -m benchmarks.reading

bench-presets: setup ## measure pages read by a preset beside trafilatura
	$(BIN)/python -m benchmarks.presets

bench-recheck: setup ## measure rechecks of unchanged articles beside full readings
	$(BIN)/python -m benchmarks.rechecks

bench-discovery: setup ## measure which links of section pages are taken for articles
	$(BIN)/python -m benchmarks.discovery

bench-walls: setup ## measure walls recognised, and real articles refused
	$(BIN)/python -m benchmarks.wrong_pages

bench-edits: setup bench-noise ## measure kinds of edits on labelled pairs, the speed of diffs, and noise
	$(BIN)/python -m benchmarks.edits

bench-templates: setup ## measure what new templates of a site are told as edits, on invented pages
	$(BIN)/python -m benchmarks.templates

bench-noise: setup ## measure false edits on pages that misbehave, and edits missed among the noise
	$(BIN)/python -m benchmarks.noise

bench-stories: setup ## measure how copies are found, and the look-up at 1,000,000 articles
	$(BIN)/python -m benchmarks.stories

bench-topics: setup ## measure how fast 10,000 topics are asked of an article, and how rightly
	$(BIN)/python -m benchmarks.topics
	$(BIN)/python -m benchmarks.topics_labelled

bench-alerts: setup ## measure what kills lose, what dead destinations delay, how fast a backlog goes
	$(BIN)/python -m benchmarks.alerts

bench-archive: setup ## measure bytes on disk a version, and the speed of verify, export, import
	$(BIN)/python -m benchmarks.archive

bench-storing: setup ## measure how fast new articles are stored, searched, and what a million costs
	$(BIN)/python -m benchmarks.storing

bench-policy: setup ## measure what rechecks find under several policies, at equal requests
	$(BIN)/python -m benchmarks.policy

bench-service: setup ## measure what the whole service carries: hours; SIZE=--short: minutes
	$(BIN)/python -m benchmarks.service $(SIZE)

smoke: setup ## build the wheel and run it from a clean environment
	rm -rf build/wheel build/smoke
	$(PIP) wheel --quiet --no-deps --no-build-isolation --wheel-dir build/wheel .
	$(BIN)/python -m venv --without-pip build/smoke
	# the locked dependencies, seen from there; the checkout itself is not
	$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > "$$(build/smoke/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/locked.pth"
	$(PIP) --python build/smoke/bin/python install --quiet --no-deps build/wheel/*.whl
	marsad="$$PWD/build/smoke/bin/marsad"; tmp=$$(mktemp -d); cd / \
		&& "$$marsad" --version && "$$marsad" init "$$tmp" && "$$marsad" check --config "$$tmp/marsad.yaml" \
		&& "$$marsad" articles --config "$$tmp/marsad.yaml" --json; status=$$?; rm -rf "$$tmp"; exit $$status

lock: setup ## resolve the dependencies anew (needs uv on the PATH)
	uv pip compile --universal --python-version 3.11 --extra dev --generate-hashes \
		--no-emit-index-url --no-header --upgrade pyproject.toml --output-file requirements.lock

clean: ## remove what was built
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.PHONY: help setup demo run test exam check lint types contracts bench-dates bench-reading bench-presets bench-recheck bench-walls bench-discovery bench-edits bench-noise bench-templates bench-stories bench-alerts bench-archive bench-storing bench-policy bench-service bench-topics smoke lock clean
