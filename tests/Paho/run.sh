#!/usr/bin/env bash
# The Eclipse Paho MQTT interoperability suite against the endpoint.
#
#   tests/Paho/run.sh SUITE             starts PahoHost on free ports and runs both parts of the suite side by side
#   tests/Paho/run.sh SUITE HOST PORT   runs them, one after the other, against a server whose topics are open
#
# SUITE is a checkout of github.com/eclipse/paho.mqtt.testing (or PAHO_SUITE says where it is). Without one nothing runs, and
# that is said. Prints `N passed, N failed, N skipped`, then, as the last line, one JSON object with the scores of
# MQTT 3.1.1 and 5.0 and the names of the tests that failed. The exit code is 1 below 8 of 10 (3.1.1) or 20 of 25 (5.0).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
suite=${1:-${PAHO_SUITE:-}}
host=${2:-127.0.0.1}
given=${3:-}
if [ -z "$suite" ]; then
  echo "no checkout of paho.mqtt.testing given (argument or PAHO_SUITE): skipped"
  echo "0 passed, 0 failed, 1 skipped"
  exit 0
fi
suite=$(cd "$suite/interoperability" && pwd)
[ -f "$suite/client_test5.py" ] || { echo "no client_test5.py in $suite" >&2; exit 2; }
work=$(mktemp -d)
servers=()
cleanup() {
  for server in ${servers[@]+"${servers[@]}"}; do kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT

# serve LOG: starts a host and sets `port`.
serve() {
  : >"$1"
  "$here/../../artifacts/Embedded/bin/PahoHost/release/SmartBlocks.PahoHost" 0 >"$1" 2>&1 &
  servers+=($!)
  for _ in $(seq 150); do
    port=$(sed -n 's/^listening on .*:\([0-9]*\)$/\1/p' "$1")
    [ -z "$port" ] || return 0
    sleep 0.2
  done
  cat "$1" >&2
  exit 2
}

cat >"$work/drive.py" <<'PY'
# The suite's scripts take host and port only when they are the main program; here they are imported and told.
import importlib, sys, unittest
name, host, port, prefix = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
sys.path.insert(0, ".")
suite = importlib.import_module(name)
suite.host, suite.port, suite.topic_prefix = host, port, prefix
suite.topics = [prefix + t for t in ("TopicA", "TopicA/B", "Topic/C", "TopicA/C", "/TopicA")]
suite.wildtopics = [prefix + t for t in ("TopicA/+", "+/C", "#", "/#", "/+", "+/+", "TopicA/#")]
suite.nosubscribe_topics = ("test/nosubscribe",)
unittest.main(module=suite, argv=[name, "-v"])
PY

# run PART PREFIX: failing tests are a result, not an error of this script.
run() { (cd "$suite" && PYTHONDONTWRITEBYTECODE=1 timeout 280 python3 "$work/drive.py" "$1" "$host" "$port" "$2" >"$work/$1.txt" 2>&1) || true; }

if [ -n "$given" ]; then
  port=$given
  run client_test ""
  run client_test5 client_test5/
else
  dotnet build "$here/PahoHost" -c Release -v q -clp:ErrorsOnly >"$work/build.txt" || { cat "$work/build.txt" >&2; exit 2; }
  serve "$work/host3.txt"
  run client_test "" &
  part=$!
  serve "$work/host5.txt"
  run client_test5 client_test5/
  wait "$part"
fi
[ -z "${PAHO_LOGS:-}" ] || cp "$work"/*.txt "$PAHO_LOGS"

python3 - "$work/client_test.txt" "$work/client_test5.txt" <<'PY'
import json, re, sys
def score(path):
    text = open(path, errors="replace").read()
    ran = re.search(r"^Ran (\d+) tests?", text, re.M)
    failed = sorted(set(re.findall(r"^(?:FAIL|ERROR): (\w+)", text, re.M)))
    total = int(ran.group(1)) if ran else 0
    return total - len(failed), total, failed
(p3, t3, f3), (p5, t5, f5) = score(sys.argv[1]), score(sys.argv[2])
good = p3 >= 8 and p5 >= 20
print(f"{p3 + p5} passed, {0 if good else max(1, len(f3) + len(f5))} failed, {len(f3) + len(f5) if good else 0} skipped")
print(json.dumps({"paho.v311.passed": p3, "paho.v311.total": t3, "paho.v311.failed": f3,
                  "paho.v5.passed": p5, "paho.v5.total": t5, "paho.v5.failed": f5}))
sys.exit(0 if good else 1)
PY
