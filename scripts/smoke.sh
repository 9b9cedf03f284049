#!/usr/bin/env bash
# Install the project into a fresh environment and ask it five questions.
#     scripts/smoke.sh [PYTHON]    default: the newest Python here that is newer than python3
set -euo pipefail
cd "$(dirname "$0")/.."

own=$(python3 -c 'import sys; print(sys.version_info.minor)' 2>/dev/null || echo 10)

# Print the newest Python on PATH or in pyenv that is newer than python3 and works.
newest() {
    local minor python
    for minor in 15 14 13 12; do
        [ "$minor" -gt "$own" ] || return 0
        for python in "python3.$minor" "${PYENV_ROOT:-$HOME/.pyenv}/versions/3.$minor."*/bin/python; do
            if "$python" -c 'import ensurepip, sqlite3' 2>/dev/null; then
                echo "$python"
                return
            fi
        done
    done
}

version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' mss_cli/__init__.py)
python=${1:-$(newest)}
if [ -z "$python" ]; then
    echo "smoke test: skipped, no Python newer than 3.$own was found"
    exit
fi
environment=$(mktemp -d)
trap 'rm -rf "$environment"' EXIT
"$python" -m venv "$environment"
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check .
cd "$environment" # so that nothing but the installed package answers
unset MSS_STORE MSS_ARTICLES

# Run mss with the arguments after the first, which is a text that the answer must contain.
ask() {
    local expected=$1 answer
    shift
    if ! answer=$(bin/mss "$@" 2>&1) || [[ $answer != *"$expected"* ]]; then
        printf 'smoke test: mss %s does not print "%s" but:\n%s\n' "$*" "$expected" "$answer" >&2
        exit 1
    fi
}

ask "mss $version" --version
ask '"kind": "event"' events --since 2024-06 --json
ask "William Ruto" who ruto
ask "police officers" search "kenyan police"
ask "Usage: mss" --help
echo "smoke test: passed on $("$python" --version)"
