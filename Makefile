# Two commands are enough: `make demo` and `make test`. Everything they need, they install.
PYTHON ?= python3
PORT ?= 8000
export PORT
LAUNCH := $(PYTHON) -m coordination.launch

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset install test check fmt messages lock bench screenshots

help: ## show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## start everything with invented people and cases (PORT=8000); Ctrl-C stops it
	@$(LAUNCH) demo

demo-reset: ## forget the demo's data
	@$(LAUNCH) demo-reset

install: ## make .venv with everything for development
	@$(LAUNCH) install

test: ## run every test, browser included (ARGS="tests/cases -k consent")
	@$(LAUNCH) test $(ARGS)

check: ## formatting, lint, types, import directions, migrations, translations, deployment
	@$(LAUNCH) check $(ARGS)

fmt: ## format the code
	@$(LAUNCH) fmt

messages: ## collect texts for translation into locale/, and compile them
	@$(LAUNCH) messages

bench: ## measure My steps with very many cases
	@$(LAUNCH) bench $(ARGS)

screenshots: ## make the pictures of the README
	@$(LAUNCH) screenshots

lock: ## write requirements/*.txt anew from pyproject.toml (UPGRADE=1 takes newer versions)
	@$(LAUNCH) lock
