# Steps that take a machine from bare to built. Sourced by ./hunt and ./check, which set `program` and `root`.
#
# Every step does nothing when there is nothing to do. A step that fails says so in one line and ends the program with 69;
# what it printed is in build/logs.

logs=$root/build/logs
duckdb=$root/build/third_party/duckdb

# Debian packages, each with its reason.
build_packages=(
  g++                     # compiles
  cmake                   # configures
  ninja-build             # builds
  pkg-config              # finds libedit
  libsimdjson-dev         # parses bundles
  nlohmann-json3-dev      # protocols and rules
  libyaml-cpp-dev         # configuration
  libfmt-dev              # formatting
  libcli11-dev            # command line
  libedit-dev             # prompt
  libcurl4-openssl-dev    # containers, by the engine's socket
  libssl-dev              # ids
  libarchive-dev          # compressed files
  libarmadillo-dev        # clustering
)
test_packages=(
  libgtest-dev            # unit tests
  python3                 # checks of layers and results
  clang-format            # check of the layout
  docker.io               # containers of analytics
  debootstrap             # base image of those containers
  iptables                # the engine's networks
)
full_packages=(
  clang-tidy              # check of habits
  python3-venv            # the original, to compare with
)

say() { printf '%s: %s\n' "$program" "$*" >&2; }

# fail STEP REASON ACTION
fail() {
  say "$1 failed: $2; $3"
  exit 69
}

# run_logged STEP ACTION COMMAND...: runs a command with its output in the log; on failure names the last thing it said.
run_logged() {
  local step=$1 action=$2 log=$logs/$1.log
  shift 2
  mkdir -p "$logs" || fail "$step" "the folder build/logs could not be made" "check the disk and its rights"
  if ! "$@" >>"$log" 2>&1 </dev/null; then
    local reason
    if grep -qiE 'no space left on device|not enough free space' "$log"; then
      fail "$step" "the disk is full" "free at least 3 GB and run this again"
    fi
    reason=$(grep -E -i 'error|fail|unable|could not|cannot' "$log" | grep -v 'complete log of this run' |
      tail -n 1 | sed 's/^npm error //' | cut -c 1-200)
    fail "$step" "${reason:-see the log}" "$action (log: build/logs/$step.log)"
  fi
}

need_space() {
  local free
  free=$(df --output=avail -k "$root" | tail -n 1)
  ((free >= $2 * 1024)) || fail "$1" "the disk has $((free / 1024)) MB left, this needs $2 MB" "free some and run this again"
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    sudo -n "$@"
  fi
}

missing_packages() {
  local package
  for package in "$@"; do
    [[ -e /var/lib/dpkg/info/$package.list || -e /var/lib/dpkg/info/$package:$(dpkg --print-architecture).list ]] ||
      printf '%s\n' "$package"
  done
}

# install_packages WHY PACKAGE...
install_packages() {
  local why=$1 missing
  shift
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]} == 0)) && return
  command -v apt-get >/dev/null || fail packages "this is not Debian" "install ${missing[*]} by hand"
  if ((EUID != 0)) && ! sudo -n true 2>/dev/null; then
    fail packages "installing needs root" "run this as root, or install ${missing[*]} first"
  fi
  need_space packages 2000
  say "packages: installing ${#missing[@]} for $why (${missing[*]}) ..."
  : >"$logs/packages.log" 2>/dev/null || { mkdir -p "$logs" && : >"$logs/packages.log"; }
  run_logged packages "check the network, then run this again" as_root apt-get -q update
  run_logged packages "check the network, then run this again" \
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${missing[@]}"
}

# fetch_archive NAME VERSION SHA256 TARGET: an archive of the npm registry, checked.
fetch_archive() {
  local name=$1 version=$2 sum=$3 target=$4 work
  [[ -f $target ]] && printf '%s  %s\n' "$sum" "$target" | sha256sum --check --quiet 2>/dev/null >&2 && return
  work=$(mktemp -d) || fail duckdb "no temporary folder could be made" "check the disk"
  run_logged duckdb "check the network, then run this again" \
    npm pack --force --loglevel error --fetch-retries 1 --fetch-retry-mintimeout 2000 --fetch-timeout 60000 --pack-destination "$work" "$name@$version"
  local archive
  archive=$(find "$work" -name '*.tgz' | head -n 1)
  if ! printf '%s  %s\n' "$sum" "$archive" | sha256sum --check --quiet 2>/dev/null >&2; then
    rm -rf "$work"
    fail duckdb "$name $version is not what it should be (SHA-256 differs)" "do not use it; report this"
  fi
  mv "$archive" "$target"
  rm -rf "$work"
}

# The embedded engine, as cmake/duckdb.lock pins it.
provision_duckdb() {
  local lock=$root/cmake/duckdb.lock stamp=$duckdb/stamp machine
  machine=$(uname -m)
  [[ -f $stamp && ! $lock -nt $stamp ]] && return
  grep -q "^$machine " "$lock" || fail duckdb "there is no build of it for $machine" "use an x86_64 or aarch64 machine"
  command -v npm >/dev/null || install_packages "the download of DuckDB" npm
  need_space duckdb 500
  say "duckdb: downloading the engine ..."
  mkdir -p "$duckdb/include" "$duckdb/lib" "$logs"
  : >"$logs/duckdb.log"
  local role name version sum archive
  while read -r role name version sum; do
    archive=$duckdb/$role.tgz
    case $role in
      headers)
        fetch_archive "$name" "$version" "$sum" "$archive"
        run_logged duckdb "remove build/third_party and run this again" tar -xzf "$archive" -C "$duckdb/include" \
          --strip-components=5 package/src/duckdb/src/include/duckdb.h
        ;;
      "$machine")
        fetch_archive "$name" "$version" "$sum" "$archive"
        run_logged duckdb "remove build/third_party and run this again" tar -xzf "$archive" -C "$duckdb/lib" \
          --strip-components=1 package/libduckdb.so package/LICENSE
        ;;
    esac
  done < <(grep -v '^#' "$lock")
  rm -f "$duckdb"/*.tgz
  touch "$stamp"
}

# configure_preset PRESET
configure_preset() {
  [[ -f $root/build/$1/build.ninja ]] && return
  command -v g++ >/dev/null || fail configure "there is no C++ compiler" "install g++"
  need_space configure 1500
  say "configure: $1 ..."
  mkdir -p "$logs" && : >"$logs/configure.log"
  run_logged configure "look at the log" cmake -S "$root" --preset "$1"
}

# build_preset PRESET TARGET...: silent when there is nothing to build; the compiler's words when it fails.
build_preset() {
  local preset=$1 log=$logs/build.log begin=$SECONDS
  shift
  mkdir -p "$logs"
  if [[ $(ninja -C "$root/build/$preset" -n "$@" 2>/dev/null | tail -n 1) == *"no work to do"* ]]; then
    return
  fi
  say "build: $preset ..."
  local built=true
  if [[ -t 2 ]]; then
    ninja -C "$root/build/$preset" "$@" 2>&1 </dev/null | tee "$log" | show_progress || built=false
  else
    ninja -C "$root/build/$preset" "$@" >"$log" 2>&1 </dev/null || built=false
  fi
  if [[ $built == false ]]; then
    ! grep -qi 'no space left on device' "$log" || fail build "the disk is full" "free at least 2 GB and run this again"
    grep -vE '^\[[0-9]+/[0-9]+\]|^ninja:|^FAILED:|^/usr/bin/' "$log" >&2 || true
    fail build "the compiler stopped" "mend what it says above (log: build/logs/build.log)"
  fi
  say "build: $preset took $((SECONDS - begin)) s"
}

# Turns ninja's lines into one that changes in place.
show_progress() {
  local line
  while IFS= read -r line; do
    [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] && printf '\r\033[K%s: build: %s of %s' "$program" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" >&2
  done
  printf '\r\033[K' >&2
}

# One build at a time: others wait.
lock_build() {
  mkdir -p "$logs" || fail lock "the folder build/logs could not be made" "check the disk and its rights"
  exec 9>"$root/build/.lock"
  flock 9
}
unlock_build() { exec 9>&-; }
