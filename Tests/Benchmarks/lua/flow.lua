-- The whole connect flow: identity token, completion, identity, session. Run it with as many threads as connections:
-- then each connection has a state of its own and its steps follow one another.
require "result"

local application = os.getenv("BENCHMARK_APPLICATION")
local json = { ["Content-Type"] = "application/json", ["anchor-api-key"] = os.getenv("BENCHMARK_KEY") }
local token_body = '{"callbackUrl":"https://customer.example.com/callback"}'
local step = "token"
local identity = ""
local token = ""

-- wrk calls this once more than it sends, so only an answer moves the flow on.
function request()
   if step == "token" then
      return wrk.format("POST", "/v1/applications/" .. application .. "/tokens", json, token_body)
   elseif step == "complete" then
      local path = "/_drydock/identity-tokens/" .. token .. "/complete"
      return wrk.format("POST", path, json, '{"outcome":"success"}')
   elseif step == "identity" then
      return wrk.format("GET", "/v1/identities/" .. identity, json)
   end
   return wrk.format("POST", "/v1/sessions", json, '{"identities":[{"id":"' .. identity .. '"}]}')
end

function response(status, headers, body)
   if step == "token" then
      token = body:match('"token":"([^"]+)"')
      step = "complete"
   elseif step == "complete" then
      identity = body:match('identity_id=([%x-]+)')
      step = "identity"
   elseif step == "identity" then
      step = "session"
   else
      step = "token"
   end
end
