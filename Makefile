# Everything a person or a machine does with this repository. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.made

.PHONY: help setup servers demo run test prove check golden bench faults pictures lock
.DEFAULT_GOAL := help
BENCHES := $(filter-out mails,$(sort $(basename $(notdir $(wildcard tests/bench/*.py)))))

help:            ## this list
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/: .*## /\t/' | expand -t 12

setup: $(STAMP)  ## make .venv with everything, from the lock file
$(STAMP): deploy/requirements-dev.lock pyproject.toml
	@echo "making $(VENV) from the lock file: a minute or two, once"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r deploy/requirements-dev.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

servers: setup   ## install Dovecot, Postfix and Chromium for the tests, where that is allowed
	@sh tests/servers/install.sh

demo: setup      ## see a newsletter now; ARGS="--once --out DIR" writes it to files
	@$(BIN)/router demo $(ARGS)

run: setup       ## run Router with ./router.toml
	@$(BIN)/router run $(ARGS)

test: servers    ## every test in its quick form, in two processes
	@$(BIN)/pytest -n 2 --dist loadfile $(ARGS)

prove: servers   ## the full counts, and a dated table in docs/trust.md
	@ROUTER_PROVE=1 $(BIN)/pytest -p tests.prove $(ARGS)

faults: servers  ## kill -9 at every named point, full counts
	@ROUTER_PROVE=1 $(BIN)/pytest tests/faults $(ARGS)

check: setup     ## style, types and the floors of the house
	@$(BIN)/ruff check router tests && $(BIN)/ruff format --check router tests && $(BIN)/mypy && $(BIN)/lint-imports

golden: setup    ## rewrite the golden files and show what changed
	@ROUTER_GOLDEN=1 $(BIN)/pytest tests/mail tests/test_docs.py || true
	@git diff --stat -- tests

bench: setup     ## BENCH=name: one table, and one JSON object as the last line
	@$(if $(filter $(BENCH),$(BENCHES)),,echo "make bench: BENCH=$(BENCH) is no benchmark; name one of $(BENCHES)"; exit 2)
	@$(BIN)/python tests/bench/$(BENCH).py $(ARGS)

pictures: setup  ## make the pictures of README and docs anew
	@$(BIN)/python tests/browser/pictures.py

lock: setup      ## lock the dependencies again, with hashes and without an index address
	@$(BIN)/pip-compile -q --strip-extras --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe -o deploy/requirements.lock pyproject.toml
	@$(BIN)/pip-compile -q --strip-extras --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe --extra dev -o deploy/requirements-dev.lock pyproject.toml
