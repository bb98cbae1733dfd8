#!/usr/bin/env bash
# Installs what the integration and browser tests talk to: real servers and clients. Idempotent; needs root (or sudo) only where something is missing.
# Nothing is left running: the tests start their own servers on free loopback ports.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

packages=(postgresql chromium mosquitto mosquitto-clients python3-paho-mqtt python3-pymodbus python3-serial python3-serial-asyncio golang-go golang-golang-x-mod-dev)
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  if ! command -v apt-get >/dev/null; then
    echo "tests/setup.sh: missing ${missing[*]}, and this is no Debian: install them by hand, or their tests are skipped." >&2
  else
    # Exit code 101 of policy-rc.d forbids packages to start their services (Debian policy, invoke-rc.d).
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
      printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
      as_root chmod 755 "$policy"
      trap 'as_root rm -f "$policy"' EXIT
    fi
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
  fi
fi

# Test peers from npm, each folder with its own lock file.
while IFS= read -r lock; do
  folder=$(dirname "$lock")
  if ! cmp -s "$lock" "$folder/node_modules/.setup-lock"; then
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error)
    cp "$lock" "$folder/node_modules/.setup-lock"
  fi
done < <(find "$here" -path '*/node_modules' -prune -o -path '*/peers/package-lock.json' -print | sort)
