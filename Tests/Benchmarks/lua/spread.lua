-- One request after another, each for the next world of a list: lines of a file, "WORLD PATH".
require "result"

local method = os.getenv("BENCHMARK_METHOD")
local body = os.getenv("BENCHMARK_BODY")
local requests = {}
local position = 0

function init(arguments)
   for line in io.lines(os.getenv("BENCHMARK_WORLDS")) do
      local world, path = line:match("^(%S+) (%S+)$")
      local headers = { ["anchor-api-key"] = "sk-test", ["X-Drydock-World"] = world }
      if body then headers["Content-Type"] = "application/json" end
      requests[#requests + 1] = wrk.format(method, path, headers, body)
   end
end

function request()
   position = position % #requests + 1
   return requests[position]
end
