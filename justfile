# The everyday commands; `just` lists them. On Windows use `uv run …` in place of `./run …`.

# the whole thing on the sample event
demo *arguments:
    ./run dontiep demo {{arguments}}

# every check, as CI runs it
all *arguments:
    ./run tests/all {{arguments}}

# the tests alone, e.g. `just test tests/journeys -k undo`
test *arguments:
    uv run --frozen pytest {{arguments}}

# what the checks would complain about, mended where a machine can
tidy:
    uv run --frozen ruff check --fix .
    uv run --frozen ruff format .
    npx biome check --write static

# the pages' sentences gathered into static/locales/en.po; those that lack English are told
words:
    uv run --frozen python -m tests.rig.words

# types, Python and JavaScript
types:
    uv run --frozen mypy
    npx tsc --project tsconfig.json

# the door's figures beside a bare answer and a bare insert
figures:
    uv run --frozen python -m tests.bench
