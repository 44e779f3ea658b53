-- Prints one line that support/load.py reads: figures without units, whatever wrk itself prints.
function done(summary, latency, requests)
   local errors = summary.errors
   local broken = errors.connect + errors.read + errors.write + errors.timeout
   io.write(string.format(
      "RESULT requests=%d microseconds=%d p50=%d p99=%d refused=%d broken=%d\n",
      summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors.status, broken))
end
