#!/bin/bash
# Provokes what can go wrong on the way to a built program, and holds the one line that is told of it. Nothing is
# downloaded or installed: programs that would do so are stood in for. Prints one `ok` or `FAIL` line for each case.
set -uo pipefail

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# stand_in NAME BODY: a program that is found before the real one.
stand_in() {
  mkdir -p "$work/bin"
  printf '#!/bin/bash\n%s\n' "$2" >"$work/bin/$1"
  chmod +x "$work/bin/$1"
}

# tells CASE EXPECTED COMMAND...: runs steps of provision.sh in a folder of their own; they must end with 69 and EXPECTED.
tells() {
  local name=$1 expected=$2 told status
  shift 2
  rm -rf "$work/root" && mkdir -p "$work/root/cmake" "$work/root/build/logs"
  printf 'headers duckdb 1.0.0 0000\n%s engine 1.0.0 0000\n' "$(uname -m)" >"$work/root/cmake/duckdb.lock"
  told=$(
    program=hunt
    root=$work/root
    PATH=$work/bin:$PATH
    source "$scripts/provision.sh"
    "$@" 2>&1
  )
  status=$?
  told=$(tail -n 1 <<<"$told")
  rm -rf "$work/bin"
  if [[ $status == 69 && $told == "$expected" ]]; then
    printf 'ok provision/%s\n' "$name"
  else
    printf 'FAIL provision/%s\n    expected 69: %s\n    found %s: %s\n' "$name" "$expected" "$status" "$told"
  fi
}

again='check the network, then run this again'

stand_in npm 'echo "npm error request failed, reason: no such host" >&2; echo "npm error A complete log of this run" >&2; exit 1'
tells download_fails \
  "hunt: duckdb failed: request failed, reason: no such host; $again (log: build/logs/duckdb.log)" provision_duckdb

stand_in npm 'while [[ $1 != --pack-destination ]]; do shift; done; echo something else >"$2/duckdb.tgz"'
tells download_differs \
  "hunt: duckdb failed: duckdb 1.0.0 is not what it should be (SHA-256 differs); do not use it; report this" provision_duckdb

stand_in npm 'echo "tar: No space left on device" >&2; exit 1'
tells disk_fills \
  "hunt: duckdb failed: the disk is full; free at least 3 GB and run this again" provision_duckdb

stand_in df 'printf "Avail\n10240\n"'
tells disk_is_nearly_full \
  "hunt: duckdb failed: the disk has 10 MB left, this needs 500 MB; free some and run this again" provision_duckdb

stand_in uname 'echo vax'
tells machine_is_unknown \
  "hunt: duckdb failed: there is no build of it for vax; use an x86_64 or aarch64 machine" \
  eval 'printf "headers duckdb 1.0.0 0000\n" >"$root/cmake/duckdb.lock"; provision_duckdb'

without_compiler() {
  local name
  mkdir -p "$work/bin"
  for name in df tail printf mkdir; do
    ln -sf "$(type -P "$name")" "$work/bin/$name"
  done
  PATH=$work/bin
  configure_preset release
}
tells compiler_is_missing "hunt: configure failed: there is no C++ compiler; install g++" without_compiler

stand_in cmake 'echo "CMake Error: could not find fmt" >&2; exit 1'
tells configuring_fails \
  "hunt: configure failed: CMake Error: could not find fmt; look at the log (log: build/logs/configure.log)" \
  configure_preset release

stand_in ninja '[[ $* == *" -n"* ]] && exit 0; echo "[1/2] Building"; echo "a.cpp:1:1: error: expected ;"; exit 1'
tells build_fails \
  "hunt: build failed: the compiler stopped; mend what it says above (log: build/logs/build.log)" build_preset release kestrel

stand_in ninja '[[ $* == *" -n"* ]] && exit 0; echo "fatal error: No space left on device"; exit 1'
tells disk_fills_while_building \
  "hunt: build failed: the disk is full; free at least 2 GB and run this again" build_preset release kestrel

if ((EUID != 0)); then
  printf 'skip provision/packages_cannot_be_had: only root installs packages\n'
  exit
fi
stand_in apt-get 'echo "E: Unable to fetch some archives" >&2; exit 100'
tells packages_cannot_be_had \
  "hunt: packages failed: E: Unable to fetch some archives; $again (log: build/logs/packages.log)" \
  eval 'as_root() { "$@"; }; install_packages "the build" a-package-that-nobody-has'
