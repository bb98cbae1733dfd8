#!/usr/bin/env bash
# Copies the screenshots that the README shows from the last run of the browser tests to docs/images.
# Run them with SMARTBLOCKS_DEMO_YEAR=true first, so that the year of days has a year.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p docs/images
for name in overview-light-1440 site-dark-1440 verify-light-1440; do
  from="artifacts/screenshots/$name-window.png"
  [ -f "$from" ] || { echo "missing $from: run the browser tests first" >&2; exit 1; }
  cp "$from" "docs/images/$name.png"
done
ls -l docs/images
