# Everything a user or CI calls. `make setup` is the only target that downloads anything.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run setup setup-dev setup-milvus test check format bench lock clean

run: setup
	@$(BIN)/python bot.py

setup: $(VENV)/.run-ready
setup-dev: $(VENV)/.dev-ready
setup-milvus: $(VENV)/.milvus-ready

$(VENV)/.run-ready: requirements.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed: install it, or name it with 'make PYTHON=/path/to/python3.11'." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV): a few minutes the first time." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev-ready: $(VENV)/.run-ready requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.milvus-ready: $(VENV)/.run-ready requirements-milvus.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-milvus.txt
	@touch $@

test: setup-dev
	$(BIN)/python -m pytest -n 2

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

format: setup-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup-dev
	$(BIN)/python -m bench $(ARGS)

# Pins are made with uv, which a bare machine need not have: `pip install uv` first.
lock:
	uv pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-header requirements.in -o requirements.txt
	uv pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-header requirements-dev.in -o requirements-dev.txt
	uv pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-header requirements-milvus.in -o requirements-milvus.txt

clean:
	rm -rf $(VENV) .data .mypy_cache .ruff_cache .pytest_cache .hypothesis
