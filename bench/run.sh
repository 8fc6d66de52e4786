#!/usr/bin/env bash
# Builds and runs the benchmarks: ours against SLEEF, QuantLib, numpy and scipy on this machine, in one run.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
out=$root/artifacts/bench
library=$out/librivals.so
program=$root/artifacts/bin/Counterpoise.Bench/release/Counterpoise.Bench.dll
python=/usr/bin/python3
packages='g++ libquantlib0-dev libsleef-dev python3-numpy python3-scipy'
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1

fail() {
  printf 'bench: %s\n' "$1" >&2
  exit "${2:-1}"
}

usage='usage: bench/run.sh [--quick] [--json FILE] [--only TEXT]'
args=()
while [ $# -gt 0 ]; do
  case $1 in
    --quick) args+=("$1") ;;
    --json | --only)
      [ $# -gt 1 ] || fail "$1 needs a value; $usage" 2
      args+=("$1" "$2")
      shift
      ;;
    -h | --help)
      printf '%s\n' "$usage" '  --quick      one pass of 11 rounds instead of three of 41' \
        '  --json FILE  also writes the figures to FILE' '  --only TEXT  only workloads whose name contains TEXT'
      exit 0
      ;;
    *) fail "unknown option \"$1\"; $usage" 2 ;;
  esac
  shift
done

for place in "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
  command -v dotnet >/dev/null 2>&1 && break
  [ -n "$place" ] && [ -x "$place/dotnet" ] && PATH=$PATH:$place
done
dotnet --list-sdks 2>/dev/null | grep -q '^10\.' ||
  fail "the .NET 10 SDK is missing; get it from https://dotnet.microsoft.com/download/dotnet/10.0 \
or install the package dotnet-sdk-10.0 (Debian, Ubuntu)"
mkdir -p "$out" || fail "cannot write to $out"

# What the rivals need: a compiler, two libraries with headers, and the system's own Python with numpy and scipy.
have_rivals() {
  command -v g++ >/dev/null 2>&1 &&
    printf '#include <sleef.h>\n#include <ql/version.hpp>\n' | g++ -E -x c++ - >/dev/null 2>&1 &&
    "$python" -c 'import numpy, scipy' >/dev/null 2>&1
}

if ! have_rivals; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    fail "the rivals are missing; on Debian or Ubuntu: apt-get install $packages"
  fi
  printf 'bench: installing %s ...\n' "$packages" >&2
  # shellcheck disable=SC2086
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages; } \
    >"$out/install.log" 2>&1 </dev/null || fail "the installation failed; the log is in $out/install.log"
  have_rivals || fail "the rivals are still missing; the log is in $out/install.log"
fi

# The same lock as the launcher and test.sh: one build at a time.
exec 9>"$root/artifacts/.counterpoise.lock"
if command -v flock >/dev/null 2>&1; then flock 9; fi
if [ ! -f "$library" ] || [ -n "$(find "$root/bench/rivals" -name '*.cpp' -newer "$library")" ] ||
  [ -n "$(find "$root/bench/rivals" -name '*.h' -newer "$library")" ]; then
  printf 'bench: building the rivals ...\n' >&2
  g++ -std=c++17 -O3 -march=native -fPIC -shared -fvisibility=hidden -Wall -Wextra -Wno-maybe-uninitialized \
    -o "$library.new" "$root/bench/rivals/rivals.cpp" -lQuantLib -lsleef >"$out/rivals.log" 2>&1 9>&- ||
    fail "the rivals do not compile; the log is in $out/rivals.log"
  mv -f "$library.new" "$library"
fi
printf 'bench: building ...\n' >&2
# The compiler server outlives the build: through a file it cannot keep the caller's pipe or the lock open.
if ! (cd "$root" && dotnet build bench/Counterpoise.Bench/Counterpoise.Bench.csproj -c Release -m:2 -v:q \
  >"$out/build.log" 2>&1 </dev/null 9>&-); then
  grep -E 'error( |:)' "$out/build.log" | sort -u >&2 || tail -n 20 "$out/build.log" >&2
  fail "the build failed; the whole log is in $out/build.log"
fi
exec 9>&-

COUNTERPOISE_RIVALS=$library exec dotnet "$program" ${args[@]+"${args[@]}"}
