-- The methods of the connect flow, sent to a server that has only one path.
require "result"

local json = { ["Content-Type"] = "application/json" }
local body = os.getenv("BENCHMARK_BODY")
local step = 0

function request()
   if step == 2 then return wrk.format("GET", "/hello", json) end
   return wrk.format("POST", "/hello", json, body)
end

function response(status, headers, body)
   step = (step + 1) % 4
end
