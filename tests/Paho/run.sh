#!/usr/bin/env bash
# The Eclipse Paho MQTT interoperability suite against the endpoint.
#   tests/Paho/run.sh SUITE [HOST PORT]
# SUITE is a checkout of github.com/eclipse/paho.mqtt.testing. Without HOST and PORT a PahoHost is started on a free port.
# The last line is one JSON object: tests run and passed for MQTT 3.1.1 and 5.0, and the names of those that failed.
set -euo pipefail
suite=${1:?usage: run.sh SUITE [HOST PORT]}/interoperability
host=${2:-127.0.0.1}
port=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
[ -f "$suite/client_test5.py" ] || { echo "no client_test5.py in $suite" >&2; exit 2; }
work=$(mktemp -d)
server=
cleanup() { [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true; }; rm -rf "$work"; }
trap cleanup EXIT

if [ -z "$port" ]; then
  dotnet build "$here/PahoHost" -c Release -v q -clp:ErrorsOnly -o "$work/host" >"$work/build.log" || { cat "$work/build.log" >&2; exit 2; }
  : >"$work/host.log"
  dotnet "$work/host/SmartBlocks.PahoHost.dll" 0 >"$work/host.log" 2>&1 &
  server=$!
  for _ in $(seq 100); do
    port=$(sed -n 's/^listening on .*:\([0-9]*\)$/\1/p' "$work/host.log")
    [ -z "$port" ] || break
    sleep 0.2
  done
  [ -n "$port" ] || { cat "$work/host.log" >&2; exit 2; }
fi

cd "$suite"
cat >"$work/drive.py" <<'PY'
# The suite's scripts read host and port only when run by hand; here they are imported and told.
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
run() { timeout 600 python3 "$work/drive.py" "$1" "$host" "$port" "$2" >"$3" 2>&1 || true; } # failing tests are a result, not an error
run client_test "" "$work/v3.log"
run client_test5 client_test5/ "$work/v5.log"
[ -z "${PAHO_LOGS:-}" ] || cp "$work"/*.log "$PAHO_LOGS"

python3 - "$work/v3.log" "$work/v5.log" <<'PY'
import json, re, sys
def score(path):
    text = open(path, errors="replace").read()
    ran = re.search(r"^Ran (\d+) tests?", text, re.M)
    failed = sorted(set(re.findall(r"^(?:FAIL|ERROR): (\w+)", text, re.M)))
    total = int(ran.group(1)) if ran else 0
    return {"passed": total - len(failed) if ran else 0, "total": total, "failed": failed}
v3, v5 = score(sys.argv[1]), score(sys.argv[2])
print(json.dumps({"paho.v311.passed": v3["passed"], "paho.v311.total": v3["total"], "paho.v311.failed": v3["failed"],
                  "paho.v5.passed": v5["passed"], "paho.v5.total": v5["total"], "paho.v5.failed": v5["failed"]}))
PY
