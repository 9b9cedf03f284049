# make try: an environment, and the first answer. make setup: an environment to develop in.
# make check: that, and all tests.
# make mutants: whether the tests notice faults (ten minutes; docs/mutants.md).
# make fuzz TARGET=dates SECONDS=600: a search for inputs that break a promise (docs/fuzzing.md).
PYTHON ?= python3
VENV ?= .venv

.PHONY: setup try check docs site data fuzz lock audit mutants clean

setup: $(VENV)/dev

try: $(VENV)/run
	$(VENV)/bin/mss events --since 2024-06

check: $(VENV)/dev
	$(VENV)/bin/python scripts/audit.py
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/python scripts/derive.py --check
	$(VENV)/bin/python scripts/docs.py --check
	$(VENV)/bin/python -m pytest

docs: $(VENV)/dev
	$(VENV)/bin/python scripts/docs.py

# The documentation as a site in build/site; a broken link is an error.
site: build/docs/made
	build/docs/bin/mkdocs build

build/docs/made: pyproject.toml
	$(PYTHON) -m venv --clear build/docs
	build/docs/bin/python -m pip install --quiet --disable-pip-version-check '.[docs]'
	@touch $@

data: $(VENV)/dev
	$(VENV)/bin/python scripts/derive.py $(if $(STORE),--store $(STORE)) $(if $(ARTICLES),--articles $(ARTICLES))

$(VENV)/run: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# Only what requirements-dev.txt pins, by the digests in it; the project itself needs no more.
$(VENV)/dev: pyproject.toml requirements-dev.txt
	$(PYTHON) -m venv --clear $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --requirement requirements-dev.txt
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/run

# The newest releases that pyproject.toml allows, for every system and Python version.
lock:
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/lock/bin/uv pip compile pyproject.toml --quiet --upgrade --extra dev --universal \
		--python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
		--custom-compile-command 'make lock' --output-file requirements-dev.txt

# Known vulnerabilities, by the advisories of the Python Package Index: needs the network.
audit: $(VENV)/dev
	$(PYTHON) -m venv build/audit
	build/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	build/audit/bin/pip-audit --strict --disable-pip --requirement requirements-dev.txt

mutants: build/mutants/made
	rm -rf mutants
	build/mutants/bin/mutmut run
	build/mutants/bin/python scripts/mutants.py

build/mutants/made: pyproject.toml
	$(PYTHON) -m venv build/mutants
	build/mutants/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[mutants]'
	@touch $@

fuzz: build/fuzzing/made
	cd tests && PYTHONPATH=.. ../build/fuzzing/bin/python -m fuzz $(TARGET) --seconds $(or $(SECONDS),60)

# With what guides the search, where that can be had.
build/fuzzing/made: pyproject.toml
	$(PYTHON) -m venv build/fuzzing
	build/fuzzing/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,fuzz]' \
		|| build/fuzzing/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis mutants
