#!/bin/sh
# Makes .venv from requirements.lock: every package pinned, every file checked by its hash.
# Does nothing when .venv already matches. Needs only python3 (3.11 or newer).
set -eu
cd "$(dirname "$0")/.."
stamp="$(cksum < requirements.lock) $(pwd -P)"
stamped=.venv/hutong.stamp

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 2; }

if [ "$(cat $stamped 2>/dev/null)" = "$stamp" ] && .venv/bin/python -c '' 2>/dev/null; then
    exit 0
fi

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }
apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -q && apt-get install -y -q "$@"; } >/dev/null
}
find_python() {
    for candidate in "${PYTHON:-python3}" python3 python3.11 python3.12 python3.13 /usr/bin/python3 \
        /usr/local/bin/python3 /opt/homebrew/bin/python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

if ! python=$(find_python); then
    may_install && say "正在安装 Python" && apt_install python3 python3-venv
    python=$(find_python) || fail "需要 Python 3.11 或更高版本。Debian 12 / Ubuntu 24.04 及以上：sudo apt-get install python3 python3-venv"
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    may_install && say "正在安装 python3-venv" && apt_install python3-venv
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "缺少 Python 的 venv 组件，请运行一次：sudo apt-get install python3-venv"
fi

# An environment that was moved, or whose Python is gone, cannot be mended: its paths are absolute.
if [ -e .venv ] && { ! .venv/bin/python -c '' 2>/dev/null ||
    { [ -f $stamped ] && [ "$(cut -d' ' -f3- $stamped)" != "$(pwd -P)" ]; }; }; then
    rm -rf .venv
fi
say "正在准备运行环境（首次约一分钟）"
rm -f $stamped
.venv/bin/python -m pip --version >/dev/null 2>&1 || "$python" -m venv .venv

# uv does in seconds what pip does in a minute; where it cannot be had, pip does the same.
# The system's certificates: an office network often has its own authority.
export PIP_DISABLE_PIP_VERSION_CHECK=1 UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=1
pip() { .venv/bin/python -m pip --quiet "$@"; }
uv() { .venv/installer/bin/uv --quiet "$@"; }
[ -z "${HUTONG_NO_UV:-}" ] && { uv --version >/dev/null 2>&1 ||
    pip install --require-hashes --only-binary :all: --upgrade --target .venv/installer \
        -r deployments/installer.lock 2>/dev/null || true; }
if [ -z "${HUTONG_NO_UV:-}" ] && uv --version >/dev/null 2>&1 &&
    uv pip sync --compile-bytecode --require-hashes --python .venv/bin/python requirements.lock; then
    uv pip install --python .venv/bin/python --no-deps --no-build-isolation --editable .
else
    pip install --require-hashes -r requirements.lock
    pip install --no-deps --no-build-isolation --editable .
fi
# Compiling is four tenths of each start where the interpreter may not write: once is enough.
.venv/bin/python -m compileall -q deployments proof web flows tasks documents models >/dev/null || true
printf '%s' "$stamp" > $stamped
say "运行环境已就绪：.venv/bin/hutong"
