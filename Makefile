# The commands people repeat. `make` lists them.
# Everything is installed into .venv; nothing is read from or written to the home folder.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
READY := $(VENV)/.ready
export UV_CACHE_DIR := $(CURDIR)/$(VENV)/cache
export XDG_CACHE_HOME := $(CURDIR)/$(VENV)/cache
RESOURCES := data/resources/.tried
CORPUS ?= ../shared/corpora/news2018.jsonl.xz
ON_A_SERVER := tests/retrieval/store tests/retrieval/ingestion tests/retrieval/test_readers_and_writer.py tests/bot/inbox tests/bot/readers

.PHONY: help run test test-long test-scale lint format types evaluate bench resources pins clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(READY) $(RESOURCES) ## start: the Telegram bot with a token in the environment or .env, else a chat in the terminal
	@$(BIN)/python -m bot --start

test: $(READY) $(RESOURCES) ## pass all tests
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile

test-long: $(READY) $(RESOURCES) ## pass the tests that take minutes: crashes under load, and twenty thousand questions
	@$(BIN)/python -m pytest -q -rP -m long -k "crashes or kills"
	@$(BIN)/python -m pytest -q -rP -m long -k "not crashes and not kills" -n 2 --dist load

test-scale: $(READY) $(RESOURCES) ## pass the tests of servers and of several processes, and those of the store on PostgreSQL
	@$(BIN)/uv pip install -q --python $(BIN)/python -r pyproject.toml --extra ray -c requirements.txt
	@$(BIN)/python -m pytest -q -m scale tests/scale
	@ISNAD_TEST_DATABASE=postgresql $(BIN)/python -m pytest -q -n 2 --dist loadfile $(ON_A_SERVER)

lint: $(READY) ## check style and layout
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(READY) ## put the code into the project's layout
	@$(BIN)/ruff check --fix-only -q .
	@$(BIN)/ruff format -q .

types: $(READY) ## check the types
	@$(BIN)/mypy

evaluate: $(READY) $(RESOURCES) ## score the answers against the gold in data/evaluation
	@$(BIN)/python -m retrieval evaluate

bench: $(READY) $(RESOURCES) ## measure CORPUS=FILE at sizes up to a million passages, and write docs/benchmarks.md; takes hours
	@$(BIN)/uv pip install -q --python $(BIN)/python --group bench -c requirements.txt
	@$(BIN)/python -m benchmarks "$(CORPUS)"

resources: $(READY) ## try again to install the optional language resources
	@rm -f $(RESOURCES)
	@$(MAKE) --no-print-directory $(RESOURCES)

$(RESOURCES): | $(READY)
	@$(BIN)/python -m retrieval install-resources || true
	@mkdir -p $(@D) && touch $@

# The environment is made with whatever of venv, pip or uv the machine has; then uv installs the pinned versions.
$(READY): pyproject.toml requirements.txt
	@sh tools/make_venv.sh "$(PYTHON)" "$(VENV)" "$(UV_VERSION)"
	@$(BIN)/uv pip install -q --python $(BIN)/python --compile-bytecode -r pyproject.toml --extra scale --group dev -c requirements.txt
	@$(BIN)/python -m compileall -q retrieval bot
	@rm -rf $(VENV)/cache
	@touch $@

pins: $(READY) ## resolve requirements.txt anew after a change of pyproject.toml
	@$(BIN)/uv pip compile -q --upgrade --universal --no-annotate --no-header --no-emit-index-url pyproject.toml --extra scale --extra ray --group dev --group bench -o requirements.txt

clean: ## remove what make made, but not the archive
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
