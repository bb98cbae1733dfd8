#!/usr/bin/env bash
# Copies the screenshots that the README shows from the last run of the browser tests to docs/images.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p docs/images
for name in overview-light-1440 overview-dark-1440 site-light-1440 site-dark-1440 meter-light-1440 block-light-1440 verify-light-1440 overview-light-360; do
  from="artifacts/screenshots/$name-window.png"
  [ -f "$from" ] || { echo "missing $from: run the browser tests first" >&2; exit 1; }
  cp "$from" "docs/images/$name.png"
done
ls -l docs/images
