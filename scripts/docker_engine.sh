# A Docker engine for tests, and the images they run. Sourced by ./check.
#
# Nothing is pulled: the base image is made from Debian packages. Root file system and images are kept between runs, keyed
# by what made them.

engine_pid=
containers=$root/build/containers

# Starts an engine unless one answers. Sets KESTREL_TEST_NO_DOCKER to the reason when there can be none.
start_docker_engine() {
  docker info >/dev/null 2>&1 && return
  if ((EUID != 0)); then
    export KESTREL_TEST_NO_DOCKER="starting the Docker engine needs root"
    return
  fi
  say "containers: starting the Docker engine ..."
  dockerd >"$logs/dockerd.log" 2>&1 &
  engine_pid=$!
  local attempt
  for ((attempt = 0; attempt < 300; ++attempt)); do
    docker info >/dev/null 2>&1 && return
    kill -0 "$engine_pid" 2>/dev/null || break
    sleep 0.2
  done
  stop_docker_engine
  export KESTREL_TEST_NO_DOCKER="the Docker engine did not start: $(grep -iE 'fail|error' "$logs/dockerd.log" | tail -n 1 | cut -c 1-160)"
}

stop_docker_engine() {
  [[ -n $engine_pid ]] || return 0
  kill "$engine_pid" 2>/dev/null || true
  wait "$engine_pid" 2>/dev/null || true
  engine_pid=
}

# The base of all images: Debian with Python, under the name that Dockerfiles of analytics begin with.
make_base_image() {
  docker image inspect python:3 >/dev/null 2>&1 && return
  local rootfs=$containers/rootfs
  mkdir -p "$containers"
  if [[ ! -f $containers/rootfs.done ]]; then
    need_space containers 2000
    say "containers: making the base image, once ..."
    rm -rf "$rootfs"
    : >"$logs/containers.log"
    debootstrap --variant=minbase --include=python3,python3-pip,ca-certificates bookworm "$rootfs" \
      >>"$logs/containers.log" 2>&1 </dev/null || return 1
    ln -sf python3 "$rootfs/usr/bin/python"
    rm -f "$rootfs"/usr/lib/python3.*/EXTERNALLY-MANAGED
    cp /etc/ssl/certs/ca-certificates.crt "$rootfs/etc/ssl/certs/"
    [[ -f /etc/pip.conf ]] && cp /etc/pip.conf "$rootfs/etc/"
    touch "$containers/rootfs.done"
  fi
  tar -C "$rootfs" -c . | docker import - python:3 >>"$logs/containers.log" 2>&1
}

# build_image FOLDER NAME: builds an image unless one was built from the same files.
build_image() {
  local folder=$1 name=$2 key
  key=$(find "$folder" -type f -not -path '*/__pycache__/*' -exec sha256sum {} + | sort | sha256sum | cut -c 1-16)
  [[ $(docker image inspect --format '{{index .Config.Labels "kestrel.key"}}' "$name" 2>/dev/null) == "$key" ]] && return
  say "containers: building $name ..."
  docker build --network host --label "kestrel.key=$key" -t "$name" "$folder" >>"$logs/containers.log" 2>&1 </dev/null
}

provision_containers() {
  start_docker_engine
  [[ -n ${KESTREL_TEST_NO_DOCKER:-} ]] && return
  if ! make_base_image; then
    export KESTREL_TEST_NO_DOCKER="the base image could not be made: see build/logs/containers.log"
    return
  fi
  local folder
  for folder in analytics/*/ tests/containers/*/; do
    [[ -f $folder/Dockerfile ]] || continue
    if ! build_image "$folder" "kestrel-analytics-$(basename "$folder")"; then
      export KESTREL_TEST_NO_DOCKER="the image of $folder could not be built: see build/logs/containers.log"
      return
    fi
  done
}
