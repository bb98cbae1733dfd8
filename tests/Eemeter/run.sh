#!/usr/bin/env bash
# Our baselines beside OpenEEMeter's, in one run and on the same samples: the same answers, and how much faster.
#
#   tests/Eemeter/run.sh CHECKOUT [SAMPLES]
#
# CHECKOUT is a checkout of github.com/openeemeter/eemeter at its tag eemeter-3.2.0 (or EEMETER_CHECKOUT says where it is). SAMPLES is a folder of samples in
# its format; the checkout's own unless given. Without a checkout nothing runs, and that is said. Needs Debian's python3-pandas, -statsmodels, -scipy, -patsy and
# -click (or PYTHON names an interpreter that has them). Fits are timed without the start of either process: processor time of one there (it takes half a minute),
# the fastest of 20 by the clock here, so that a busy machine is to our disadvantage. Prints each sample's largest difference and
# ratio, `N passed, N failed, N skipped`, and as the last line one JSON object. The exit code is 1 when a figure differs by more than 0.001 (hourly savings: 0.1 %), or the median ratio is below 50.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
checkout=${1:-${EEMETER_CHECKOUT:-}}
if [ -z "$checkout" ]; then
  echo "no checkout of eemeter given (argument or EEMETER_CHECKOUT): skipped"
  echo "0 passed, 0 failed, 1 skipped"
  exit 0
fi
checkout=$(cd "$checkout" && pwd)
samples=$(cd "${2:-$checkout/eemeter/samples}" && pwd)
[ -f "$checkout/eemeter/__init__.py" ] || { echo "no eemeter in $checkout" >&2; exit 2; }
grep -q '3\.2\.0' "$checkout/eemeter/__version__.py" || { echo "$checkout is not eemeter 3.2.0" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet build "$here/../Benchmarks" -c Release -v q -clp:ErrorsOnly -p:BuildPortal=false >"$work/build.txt" || { cat "$work/build.txt" >&2; exit 2; }
"$here/../../artifacts/Embedded/bin/Benchmarks/release/benchmarks" eemeter "$samples" 20 >"$work/own.jsonl"
PYTHONDONTWRITEBYTECODE=1 "${PYTHON:-/usr/bin/python3}" "$here/reference.py" "$checkout" "$samples" 1 >"$work/theirs.jsonl"

"${PYTHON:-/usr/bin/python3}" - "$work/own.jsonl" "$work/theirs.jsonl" <<'PY'
import json, statistics, sys
own, theirs = ({one["sample"]: one for one in map(json.loads, open(path))} for path in sys.argv[1:3])
failed, ratios, largest = [], [], 0.0
print(f"{'sample':<42} {'largest difference':>19} {'eemeter, ms':>12} {'ours, ms':>10} {'times faster':>13}")
for sample, their in theirs.items():
    mine = own[sample]
    hourly = sample.endswith("hourly")
    difference = max(abs(mine["figures"][name] - value) for name, value in their["figures"].items())
    allowed = abs(their["figures"]["saved"]) * 0.001 if hourly else 0.001
    ratio = their["milliseconds"] / mine["milliseconds"]
    ratios.append(ratio)
    largest = max(largest, difference)
    if not difference <= allowed:
        failed.append(sample)
    print(f"{sample:<42} {difference:>19.2e} {their['milliseconds']:>12.1f} {mine['milliseconds']:>10.2f} {ratio:>13.0f}{'   DIFFERS' if sample in failed else ''}")
faster = statistics.median(ratios)
good = not failed and faster >= 50
print(f"{len(theirs) - len(failed)} passed, {len(failed) + (0 if faster >= 50 else 1)} failed, 0 skipped")
print(json.dumps({"eemeter.samples": len(theirs), "eemeter.maxDifference": largest, "eemeter.timesFaster": round(faster, 1),
                  "eemeter.timesFasterLeast": round(min(ratios), 1), "eemeter.differ": failed}))
sys.exit(0 if good else 1)
PY
