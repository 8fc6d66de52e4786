#!/usr/bin/env bash
# BenchmarkDotNet on single calls, for looking around: allocations are exact, times on a loaded machine are not.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1

fail() {
  printf 'bench: %s\n' "$1" >&2
  exit "${2:-1}"
}

[ $# -le 1 ] || fail "one filter at most; usage: bench/explore.sh [FILTER]" 2
case ${1:-} in -*) fail "unknown option \"$1\"; usage: bench/explore.sh [FILTER]" 2 ;; esac

for place in "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
  command -v dotnet >/dev/null 2>&1 && break
  [ -n "$place" ] && [ -x "$place/dotnet" ] && PATH=$PATH:$place
done
dotnet --list-sdks 2>/dev/null | grep -q '^10\.' ||
  fail "the .NET 10 SDK is missing; get it from https://dotnet.microsoft.com/download/dotnet/10.0"

# BenchmarkDotNet finds the project from the folder it is started in, and builds it again by itself.
cd "$root" || exit 1
exec dotnet run --project bench/Counterpoise.Bench.Explore -c Release -v:q -- \
  --filter "*${1:-}*" --artifacts artifacts/bench/explore
