#!/usr/bin/env bash
# Everything that needs a GPU, in one go, from the root of a checkout:
#
#   benchmarks/gpu_check.sh [--before DIR] [--out DIR] [PYTHON]
#
# All of tests/runtime, the parity check, compute-sanitizer's memcheck, racecheck and initcheck where it is installed,
# and with --before the kernels against those of an earlier version (see benchmarks/compare.py). Output of each step
# goes to a file in the folder --out (default: gpu-check); the last lines say how each ended. Fails if any step failed.
set -uo pipefail
cd "$(dirname "$0")/.."

before="" out=gpu-check python=python3
while [ $# -gt 0 ]; do
  case $1 in
    --before) before=$2; shift 2 ;;
    --out) out=$2; shift 2 ;;
    *) python=$1; shift ;;
  esac
done
mkdir -p "$out"
summary=()
failed=0

step() { # step NAME COMMAND...: run it, keep its output and how it ended
  local name=$1 began=$SECONDS status
  shift
  "$@" >"$out/$name.txt" 2>&1
  status=$?
  [ $status -eq 0 ] || failed=1
  summary+=("$name: exit status $status after $((SECONDS - began)) s: $(grep -v '^[[:space:]]*$' "$out/$name.txt" | tail -n 1)")
}

step machine nvidia-smi --query-gpu=name,driver_version --format=csv,noheader
step versions "$python" -c 'import sys, torch, triton; print(sys.version.split()[0], torch.__version__, triton.__version__)'
step verify "$python" -m nsa_runtime.verify
step tests "$python" -m pytest -q -p no:cacheprovider tests/runtime
step sanitize "$python" -m benchmarks.sanitize --shapes 200

sanitizer=$(command -v compute-sanitizer || ls /usr/local/cuda*/bin/compute-sanitizer 2>/dev/null | tail -n 1)
if [ -n "$sanitizer" ]; then
  for tool in memcheck racecheck initcheck; do  # of all kernels: initcheck must see what torch writes
    step "$tool" env PYTORCH_NO_CUDA_MEMORY_CACHING=1 "$sanitizer" --tool $tool --error-exitcode 1 \
      "$python" -m benchmarks.sanitize --shapes 24
  done
else
  summary+=("compute-sanitizer: not installed, memcheck, racecheck and initcheck were not run")
fi

if [ -n "$before" ]; then
  step compare "$python" -m benchmarks.compare --before "$before"
fi

printf '%s\n' "${summary[@]}" | tee "$out/summary.txt"
exit $failed
