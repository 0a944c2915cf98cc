# One-word commands for those who work on Pourparler. Each is also one line that can be typed without `just`.

set positional-arguments

uv := `command -v uv || echo .tools/bin/uv`
compile := uv + " pip compile --quiet --universal --generate-hashes --no-header --no-annotate"

# List the commands
default:
    @just --list

# Run the tests; arguments go to pytest
test *arguments:
    python3 run.py pytest "$@"

# Run all tests, and those in full of which a usual run takes a part
whole:
    POURPARLER_WHOLE=1 python3 run.py pytest

# Look for mistakes in the source
lint:
    python3 run.py ruff check

# Lay the source out in the one agreed way
format:
    python3 run.py ruff format
    python3 run.py ruff check --fix

# Check the types
types:
    python3 run.py mypy src tests benchmarks docs run.py

# Renew the locks, each package at its newest release that fits
lock:
    python3 run.py python --version # brings a uv where there is none
    {{ compile }} --upgrade pyproject.toml --output-file requirements.lock
    {{ compile }} --upgrade pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock
    echo uv | {{ compile }} --upgrade - --output-file requirements-uv.lock

# Put what the program prints today into the pages that show it, and make the pages that are made
documents:
    python3 run.py python tests/documents.py
    python3 run.py python docs/made.py

# Build the documentation site into build/docs, and end with an error if anything in it is amiss
docs:
    python3 run.py sphinx-build -q --keep-going --fail-on-warning docs build/docs

# Picture page one and the workbench anew, for the pages that show them
pictures:
    python3 run.py python tests/briefing/front_picture.py
    python3 run.py python tests/workbench/pictures.py

# Measure the speed of the slow parts
bench:
    python3 run.py python -m benchmarks

# Look for what an edition must not hold, in a thousand pairs of cases and every format (some ten minutes)
canaries:
    python3 run.py python tests/canaries.py 1000

# Kill writers of an archive a thousand times, and look for what is lost (some minutes)
kills:
    python3 run.py python tests/kills.py 1000
    python3 run.py python tests/kills.py --crowd 4 4 500

# Write the template for translations: every sentence for people, as gettext reads it
messages:
    python3 run.py python tests/messages.py > pourparler.pot

# Everything that must pass before a change is taken
ci:
    .ci/run

# Remove the environment and every cache; the next command makes them anew
clean:
    rm -rf .venv .tools .setup-lock .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
    find . -name __pycache__ -type d -prune -exec rm -rf {} +
