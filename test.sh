#!/usr/bin/env bash
# Builds everything once and runs every test there is. Usage: ./test.sh [SUITE…]
#
#   ./test.sh                      everything, as continuous integration does
#   ./test.sh Ledger.Tests portal  only these suites (names as printed)
#
# The last line says `N passed, N failed, N skipped`; the exit code is 1 when anything failed, crashed or ran no test at all.
# Logs and results: artifacts/test-logs/.
set -euo pipefail
cd "$(dirname "$0")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
logs=$PWD/artifacts/test-logs
bin=$PWD/artifacts/Embedded/bin
chosen=("$@")
passed=0 failed=0 skipped=0
broken=()

rm -rf "$logs"
mkdir -p "$logs"

wanted() {
  [ ${#chosen[@]} -eq 0 ] && return 0
  local name
  for name in "${chosen[@]}"; do [ "$name" = "$1" ] && return 0; done
  return 1
}

# step NAME SECONDS COMMAND…: must succeed before any suite can run.
step() {
  local name=$1 limit=$2 began=$SECONDS; shift 2
  printf '%-34s' "$name"
  if timeout --kill-after=10 "$limit" "$@" >"$logs/$name.log" 2>&1; then
    printf 'done in %d s\n' $((SECONDS - began))
  else
    printf 'FAILED after %d s\n' $((SECONDS - began))
    tail -n 60 "$logs/$name.log"
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
  fi
}

# count NAME EXIT-CODE PASSED FAILED SKIPPED SECONDS: a suite that crashed or ran nothing is a failure of its own.
count() {
  local name=$1 code=$2 p=${3:-0} f=${4:-0} s=${5:-0} seconds=$6 note=""
  if [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then f=1 note=" (ended with exit code $code)"; fi
  if [ $((p + f + s)) -eq 0 ]; then f=1 note=" (ran no test)"; fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  printf '%5d passed, %d failed, %d skipped, %d s%s\n' "$p" "$f" "$s" "$seconds" "$note"
  if [ "$f" -ne 0 ]; then
    broken+=("$name")
    grep -aE '\[FAIL\]|FAIL |✗|Unhandled|error ' "$logs/$name.log" | head -n 30 || true
    tail -n 25 "$logs/$name.log"
  fi
}

attribute() { grep -aoE " $2=\"[0-9]+\"" "$1" 2>/dev/null | head -n 1 | tr -dc 0-9 || true; }

# dotnet_suite NAME PROJECT SECONDS [VARIABLE=VALUE…]: an xunit.v3 project is an executable that writes its own report.
dotnet_suite() {
  local name=$1 project=$2 limit=$3 began=$SECONDS code=0; shift 3
  wanted "$name" || return 0
  printf '%-34s' "$name"
  local report=$logs/$name.xml
  env "$@" timeout --kill-after=10 "$limit" "$bin/$project/release/$project" -noColor -xml "$report" >"$logs/$name.log" 2>&1 || code=$?
  # The first element with counts is <assembly …>: the sum of the project.
  local head=$logs/$name.counts
  { grep -aoE '<assembly [^>]*>' "$report" 2>/dev/null || true; } | head -n 1 >"$head"
  local f e
  f=$(attribute "$head" failed) e=$(attribute "$head" errors)
  count "$name" "$code" "$(attribute "$head" passed)" "$((${f:-0} + ${e:-0}))" "$(attribute "$head" skipped)" $((SECONDS - began))
  rm -f "$head"
}

# line_suite NAME SECONDS COMMAND…: its last line that matters reads `N passed, N failed, N skipped`.
line_suite() {
  local name=$1 limit=$2 began=$SECONDS code=0; shift 2
  wanted "$name" || return 0
  printf '%-34s' "$name"
  timeout --kill-after=10 "$limit" "$@" >"$logs/$name.log" 2>&1 || code=$?
  local numbers
  numbers=$(grep -aE '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$logs/$name.log" | tail -n 1 | tr -c '0-9\n' ' ' || true)
  # shellcheck disable=SC2086
  set -- $numbers
  count "$name" "$code" "${1:-0}" "${2:-0}" "${3:-0}" $((SECONDS - began))
}

# portal_suite SECONDS: vitest, in the portal's own folder.
portal_suite() {
  local began=$SECONDS code=0 report=$logs/portal.json
  wanted portal || return 0
  printf '%-34s' portal
  (cd src/Portal && timeout --kill-after=10 "$1" npx --no-install vitest run --reporter=default --reporter=json --outputFile.json="$report") >"$logs/portal.log" 2>&1 || code=$?
  local counts
  counts=$(node -e 'const r = JSON.parse(require("fs").readFileSync(process.argv[1])); console.log(r.numPassedTests, r.numFailedTests + (r.numFailedTests ? 0 : r.numFailedTestSuites), r.numPendingTests + r.numTodoTests)' "$report" 2>/dev/null || true)
  # shellcheck disable=SC2086
  set -- $counts
  count portal "$code" "${1:-0}" "${2:-0}" "${3:-0}" $((SECONDS - began))
}

began=$SECONDS
step setup 600 tests/setup.sh
# One compiler for all projects, whatever the machine is set to: half the time. It goes again before the tests want the memory.
step build 900 dotnet build -c Release SmartBlocks.sln -v minimal -clp:NoSummary -p:UseSharedCompilation=true
dotnet build-server shutdown --vbcscompiler >"$logs/build-server.log" 2>&1 || true

for folder in tests/*.Tests; do
  project=$(basename "$folder")
  [ "$project" = Browser.Tests ] && continue
  dotnet_suite "$project" "$project" 600
done
# Everything that crosses a grain boundary once more as JSON, as between two silos.
dotnet_suite Engine.Tests.roundtrip Engine.Tests 600 SMARTBLOCKS_ROUNDTRIP=1
dotnet_suite Grains.Tests.roundtrip Grains.Tests 600 SMARTBLOCKS_ROUNDTRIP=1

portal_suite 300
dotnet_suite Browser.Tests Browser.Tests 900
line_suite campaigns 600 "$bin/Campaigns/release/campaigns" all --short

echo
printf 'total %d s\n' $((SECONDS - began))
[ ${#broken[@]} -eq 0 ] || echo "failed: ${broken[*]}"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
