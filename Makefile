# `make demo` and `make test` are all that a newcomer needs: each first makes .venv and installs what it takes.
# `make check` is what a contributor runs before a commit; .ci/run runs `make check` and `make test`.

VENV := .venv
BIN := $(VENV)/bin
# Two test processes suit a laptop; `make test WORKERS=8` suits a server.
WORKERS ?= 2
# Of each exercise's variants, and of its mutants, `make test` grades so many; `make verify` grades all.
SAMPLE ?= 10
# For so long `make fuzz` looks for a frame that the grader's decoder takes badly.
SECONDS ?= 600

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test verify notebooks mutants fuzz image check format bench performance clean

help:
	@echo "make demo        grade a small class and show where the results are"
	@echo "make test        run every test of the grader, then grade the suites themselves, by samples"
	@echo "make verify      grade the suites themselves with everything there is, mutants included"
	@echo "make notebooks   every exercise's notebook, as learners and as instructors have it, in a real kernel"
	@echo "make mutants     the mutants alone, and what became of them into docs/mutants.md"
	@echo "make fuzz        hostile frames for the grader's decoder, SECONDS=600 of them, guided by coverage"
	@echo "make image       build the image that --sandbox container runs learner code in"
	@echo "make check       formatting, lint, types, layers, and whether the stubs fit the solutions"
	@echo "make format      put the code into its form"
	@echo "make bench       measure, side by side with other graders where they are installed"
	@echo "make performance measure what docs/performance.md tells; OTTER=a Python that has otter-grader"
	@echo "make setup       only make $(VENV) with everything that developers need"
	@echo "make clean       remove results, caches and $(VENV)"

setup: $(VENV)/.installed-dev

demo: $(VENV)/.installed
	$(BIN)/grade all examples/class --out results/demo --gradebook sqlite:///results/demo/gradebook.db
	@echo
	@echo "It works. Each report is in results/demo/<learner>/."
	@echo "For exercises of your own, first type this in every new terminal:"
	@echo "  . $(BIN)/activate"
	@echo "and then:"
	@echo "  grade"

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile
	$(BIN)/grade author verify --mutants --sample $(SAMPLE)

verify: $(VENV)/.installed-dev
	$(BIN)/grade author verify --mutants

notebooks: $(VENV)/.installed-dev
	NOTEBOOKS=all $(BIN)/python -m pytest tests/notebooks/test_all_exercises.py

mutants: $(VENV)/.installed-dev
	$(BIN)/grade author verify --only-mutants --table docs/mutants.md

fuzz: $(VENV)/.installed-dev
	$(BIN)/python -c 'import atheris' 2>/dev/null || $(BIN)/python -m pip install -qq --editable '.[fuzz]'
	$(BIN)/python -m tests.fuzz.coverage_guided -max_total_time=$(SECONDS)

image: $(VENV)/.installed
	$(BIN)/python -m autograder.worker.image

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/grade author build --check

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --select I --fix --quiet
	$(BIN)/ruff format

bench: $(VENV)/.installed-dev
	@for script in benchmarks/bench_*.py; do echo "== $$script"; $(BIN)/python "$$script" || exit 1; done

performance: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/performance.py $(if $(OTTER),--otter $(OTTER))

clean:
	rm -rf $(VENV) results build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# The stamps make the second run a matter of milliseconds, until pyproject.toml changes.

$(VENV)/.installed: pyproject.toml $(BIN)/python
	@echo "Installing PyTorch and the rest into $(VENV): some minutes, and several GB, the first time."
	@$(BIN)/python -m pip install -qq --upgrade pip || echo "Going on with the pip that came with Python."
	$(BIN)/python -m pip install -qq --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing the tools that test and check the grader."
	$(BIN)/python -m pip install -qq --editable '.[dev]'
	@touch $@

# PYTHON=/path/to/python3 chooses one; otherwise the first of these that is new enough is taken.
$(BIN)/python:
	@python=; for name in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11); do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "This needs Python 3.11 or newer, and $(or $(PYTHON),python3) is not." >&2; \
	  echo "Install one, or name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$python cannot make virtual environments: its venv module is missing." >&2; \
	  echo "On Debian and Ubuntu: sudo apt-get install python3-venv; then make $(MAKECMDGOALS) again" >&2; exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$python" --version)."; \
	"$$python" -m venv --clear $(VENV)
