#!/usr/bin/env bash
# Builds the fuzz targets and runs each for SECONDS, two at a time, beginning with the vectors in fixtures/.
# Exit 1 if anything was found; what was found is then in .build-fuzz/finds/.
#
# Usage: Fuzz/run.sh SECONDS [TARGET...]
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:?usage: run.sh SECONDS [TARGET...]}
shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(FuzzFrame FuzzAPDU FuzzTLV FuzzRegister FuzzTerminal FuzzTrace)
out=$PWD/../.build-fuzz
mkdir -p "$out/finds" "$out/corpus"
rm -rf "$out/seeds" "$out/finds"/*
python3 seeds.py "$out/seeds"

# The backtracer would trip over the sanitizer and hang.
export SWIFT_BACKTRACE=enable=no
swift build -c release --sanitize fuzzer --scratch-path "$out/build" 2>&1 | grep -vE "local symbol|gold" | tail -n 20
programs=$(swift build -c release --sanitize fuzzer --scratch-path "$out/build" --show-bin-path)

fuzz() { # target
  local target=$1 status=0 log=$out/$1.log runs
  mkdir -p "$out/corpus/$target"
  "$programs/$target" -max_total_time="$seconds" -use_value_profile=1 -max_len=600 -timeout=10 \
    -rss_limit_mb=1024 -malloc_limit_mb=64 -print_final_stats=1 -artifact_prefix="$out/finds/$target-" \
    "$out/corpus/$target" "$out/seeds/$target" >"$log" 2>&1 || status=$?
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  if [ $status -ne 0 ]; then
    echo "$target: FOUND something after ${runs:-?} runs"
    grep -E "Fatal error|ERROR|SUMMARY" "$log" | head -n 5
    return 1
  fi
  echo "$target: ${runs:-0} runs in $seconds s, $(sed -n 's/^stat::peak_rss_mb: *//p' "$log") MB, nothing found"
}

failed=0 running=()
collect() { wait "${running[0]}" || failed=1; running=("${running[@]:1}"); }
for target in "${targets[@]}"; do
  [ ${#running[@]} -lt 2 ] || collect
  fuzz "$target" &
  running+=($!)
done
while [ ${#running[@]} -gt 0 ]; do collect; done
[ $failed -eq 0 ] || { echo "fuzz: see .build-fuzz/finds/"; exit 1; }
echo "fuzz: nothing found"
