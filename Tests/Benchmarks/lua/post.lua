-- The same POST again and again; the body comes from the environment.
require "result"

wrk.method = "POST"
wrk.body = os.getenv("BENCHMARK_BODY")
wrk.headers["Content-Type"] = "application/json"
