#!/usr/bin/env bash
# Compares liquidation prices with a scan of 0.1 basis points on random portfolios. 20 a rulebook by default.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1

fail() {
  printf 'bench: %s\n' "$1" >&2
  exit "${2:-1}"
}

for place in "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
  command -v dotnet >/dev/null 2>&1 && break
  [ -n "$place" ] && [ -x "$place/dotnet" ] && PATH=$PATH:$place
done
dotnet --list-sdks 2>/dev/null | grep -q '^10\.' ||
  fail "the .NET 10 SDK is missing; get it from https://dotnet.microsoft.com/download/dotnet/10.0"

cd "$root" || exit 1
exec dotnet run --project bench/Counterpoise.Bench.Liquidation -c Release -v:q -- "$@"
