# make try: an environment, and the first answer. make check: an environment, and all tests.
PYTHON ?= python3
VENV ?= .venv

.PHONY: try check docs data clean

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

$(VENV)/run: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/dev: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/run

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
