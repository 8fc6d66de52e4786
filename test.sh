#!/usr/bin/env bash
# Sets up, builds, checks the formatting and runs every test project once. The last line is "N passed, N failed".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export TESTINGPLATFORM_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
exec </dev/null

# What stops the run before any test counts as one failure.
stop() {
  printf 'test.sh: %s\n' "$1"
  printf '0 passed, 1 failed\n'
  exit 1
}

for place in "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
  command -v dotnet >/dev/null 2>&1 && break
  [ -n "$place" ] && [ -x "$place/dotnet" ] && PATH=$PATH:$place
done
dotnet --list-sdks 2>/dev/null | grep -q '^10\.' ||
  stop "the .NET 10 SDK is missing; get it from https://dotnet.microsoft.com/download/dotnet/10.0 \
or install the package dotnet-sdk-10.0 (Debian, Ubuntu)"

# LightGBM needs OpenMP's runtime, which a bare Linux does not have.
has_openmp() { compgen -G '/usr/lib*/*/libgomp.so.1' >/dev/null || compgen -G '/usr/lib*/libgomp.so.1' >/dev/null; }
if [ "$(uname -s)" = Linux ] && ! has_openmp; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    { apt-get install -y -qq libgomp1 || { apt-get update -qq && apt-get install -y -qq libgomp1; }; } >/dev/null 2>&1
  fi
  has_openmp || printf 'test.sh: libgomp.so.1 is missing and tests of the learned method will fail; install libgomp1\n'
fi

# One build for tests and launcher; the launcher's lock keeps a first start elsewhere from colliding with it.
mkdir -p artifacts || stop "cannot write to artifacts/"
exec 9>artifacts/.counterpoise.lock
if command -v flock >/dev/null 2>&1; then flock 9; fi
: >artifacts/.counterpoise.built.started
# The compiler server outlives the build: through a file it cannot keep the caller's pipe or the lock open.
if ! dotnet build Counterpoise.slnx -c Release -m:2 -v:q >artifacts/.counterpoise.log 2>&1 9>&-; then
  grep -E 'error( |:)' artifacts/.counterpoise.log | sort -u || tail -n 40 artifacts/.counterpoise.log
  stop "the build failed"
fi
mv -f artifacts/.counterpoise.built.started artifacts/.counterpoise.built
exec 9>&-

faults=0
if ! dotnet format Counterpoise.slnx --no-restore --verify-no-changes --verbosity quiet; then
  echo "test.sh: the formatting differs; run: dotnet format Counterpoise.slnx"
  faults=1
fi

log=$(mktemp) || stop "cannot write a temporary file"
trap 'rm -f "$log"' EXIT
dotnet test --solution Counterpoise.slnx -c Release --no-build --no-ansi --no-progress \
  --max-parallel-test-modules 2 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

count() { awk -v name="$1:" '$1 == name { n = $2 } END { print n + 0 }' "$log"; }
passed=$(count succeeded)
failed=$(count failed)
skipped=$(count skipped)
# A crash, a hang or an empty project fails the run without a failed test: it still counts.
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
if [ "$passed" -eq 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
failed=$((failed + faults))

if [ "$skipped" -gt 0 ]; then
  printf '%s skipped: vectors or market data not found (COUNTERPOISE_SHARED, then ../shared), a vector ' "$skipped"
  printf 'width this processor lacks, or a page not written; the reasons are above, marked "skipped"\n'
fi
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
