# make try                             install mss into .venv and print a first answer
# make setup                           build the development environment in .venv
# make check                           run the linters, the type checker and all tests
# make check PYTHON=python3.14         the same on another Python, in .venv-python3.14
# make smoke PYTHON=python3.15         install mss on a Python and ask it five questions
# make demo                            write the report of the bundled store, and open it
# make browser                         test reports in Chromium or Chrome
# make tools                           open every export in the program that it is for
# make spark                           compare the answers through Spark with those from memory
# make docs, make site                 write the generated pages; build the documentation site
# make data                            recompute the derived fields of a store
# make lock, make audit                pin the newest dependencies; look up their vulnerabilities
# make mutants                         run the mutation tests: a quarter of an hour (docs/mutants.md)
# make fuzz TARGET=dates SECONDS=600   fuzz one target (docs/fuzzing.md)
PYTHON ?= python3
VENV ?= .venv$(if $(filter-out python3,$(PYTHON)),-$(notdir $(PYTHON)))

.PHONY: setup try demo check browser tools spark smoke docs site picture data fuzz lock audit mutants clean

setup: $(VENV)/dev

try: $(VENV)/run
	$(VENV)/bin/mss events --since 2024-06

demo: $(VENV)/run
	mkdir -p build
	$(VENV)/bin/mss report --output build/report.html --force
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
		$(VENV)/bin/python -m webbrowser "file://$(CURDIR)/build/report.html"; \
	else echo "open file://$(CURDIR)/build/report.html in a browser"; fi

check: $(VENV)/dev
	$(VENV)/bin/python scripts/audit.py
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/python scripts/derive.py --check
	$(VENV)/bin/python scripts/docs.py --check
	$(VENV)/bin/python -m pytest -n auto --dist worksteal

# The tests are skipped, and say so, if the system has no Chromium or Chrome.
browser: build/browser/made
	build/browser/bin/python -m pytest tests/browser

# The screenshot of a report in the README.
picture: build/browser/made
	build/browser/bin/python scripts/picture.py

# LibreOffice is used if the system has it.
tools: build/tools/made
	build/tools/bin/python -m pytest tests/tools

# Needs Java 17 or later. PySpark leaves sockets to the garbage collector, which warns of them.
spark: build/spark/made
	MSS_TEST_ENGINE=spark build/spark/bin/python -m pytest tests/stores/test_engine.py \
		-W ignore::ResourceWarning -W ignore::pytest.PytestUnraisableExceptionWarning

build/tools/made: pyproject.toml
	$(PYTHON) -m venv --clear build/tools
	build/tools/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[tools]'
	@touch $@

build/spark/made: pyproject.toml
	$(PYTHON) -m venv --clear build/spark
	build/spark/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[spark]' hypothesis pytest
	@touch $@

build/browser/made: pyproject.toml
	$(PYTHON) -m venv --clear build/browser
	build/browser/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[browser]'
	@touch $@

smoke:
	scripts/smoke.sh $(PYTHON)

docs: $(VENV)/dev
	$(VENV)/bin/python scripts/docs.py

# The site goes to build/site. A broken link is an error.
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

# Install only what requirements-dev.txt pins, and check its digests.
$(VENV)/dev: pyproject.toml requirements-dev.txt
	$(PYTHON) -m venv --clear $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --requirement requirements-dev.txt
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/run

# Pin the newest releases that pyproject.toml allows, for every system and Python version.
lock:
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/lock/bin/uv pip compile pyproject.toml --quiet --upgrade --extra dev --universal \
		--python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
		--custom-compile-command 'make lock' --output-file requirements-dev.txt

# Look up known vulnerabilities in the advisories of the Python Package Index; needs the network.
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

# Install atheris where it has a wheel; without it, Hypothesis chooses the inputs.
build/fuzzing/made: pyproject.toml
	$(PYTHON) -m venv build/fuzzing
	build/fuzzing/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,fuzz]' \
		|| build/fuzzing/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv* build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis mutants
