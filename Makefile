# make try: an environment, and the first answer. make check: an environment, and all tests.
# make mutants: an environment, and whether the tests notice faults (ten minutes; docs/mutants.md).
PYTHON ?= python3
VENV ?= .venv

.PHONY: try check docs data mutants clean

try: $(VENV)/run
	$(VENV)/bin/mss events --since 2024-06

check: $(VENV)/dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/python scripts/derive.py --check
	$(VENV)/bin/python scripts/docs.py --check
	$(VENV)/bin/python -m pytest

docs: $(VENV)/dev
	$(VENV)/bin/python scripts/docs.py

data: $(VENV)/dev
	$(VENV)/bin/python scripts/derive.py $(if $(STORE),--store $(STORE)) $(if $(ARTICLES),--articles $(ARTICLES))

mutants: $(VENV)/mutants
	rm -rf mutants
	$(VENV)/bin/mutmut run
	$(VENV)/bin/python scripts/mutants.py

$(VENV)/run: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/dev: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/run

$(VENV)/mutants: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[mutants]'
	@touch $@ $(VENV)/run

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis mutants
