# lab · test · build · demo · bench · lock: all there is to know.
# Options for the program behind a target go in ARGS:  make lab ARGS="--no-browser --port=8899"

PYTHON ?= python3
BIN := .venv/bin
ROOT_FLAG := $(if $(filter 0,$(shell id -u)),--allow-root)

# One BLAS thread: small matrices lose more to thread hand-over than they gain.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
# nbgrader finds its helper programs on the PATH.
export PATH := $(CURDIR)/$(BIN):$(PATH)

# A lesson is not to open under a question about Jupyter's news.
NO_NEWS := {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}

.PHONY: lab test build demo bench lock

lab: .venv/installed
	jupyter lab $(ROOT_FLAG) --LabApp.default_url=/lab/tree/course/00_start_here/00_start_here.ipynb $(ARGS)

test: .venv/installed
	ruff check .
	ruff format --check .
	pytest -n 2 --dist loadgroup $(ARGS)

build: .venv/installed
	autograder build $(ARGS)

demo: .venv/installed
	python -m autograder.demo $(ARGS)

bench: .venv/installed
	python -m benchmarks $(ARGS)

# After a change of dependencies in pyproject.toml; works from any package index, names none.
lock: .venv/installed
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	    --generate-hashes --no-header --no-annotate --upgrade -o requirements.lock $(ARGS)

# uv, itself taken from the lock with its hashes, installs the rest in seconds.
.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock
	$(BIN)/pip install --quiet --require-hashes -r .venv/uv.lock
	$(BIN)/uv pip install --require-hashes -r requirements.lock
	$(BIN)/uv pip install --no-deps --no-build-isolation --editable .
	mkdir -p .venv/share/jupyter/lab/settings
	echo '$(NO_NEWS)' > .venv/share/jupyter/lab/settings/overrides.json
	touch $@
