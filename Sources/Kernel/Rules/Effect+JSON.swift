extension Effect: JSONWritable {
    /// As a scenario file has it.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            if let delay { json.member("delay", delay) }
            if let problem { json.member("problem", problem) }
            if let reply {
                json.member(
                    "reply",
                    object: { json in
                        json.member("status", reply.status)
                        if let reason = reply.reason { json.member("reason", reason) }
                        if let headers = reply.headers {
                            json.member("headers", JSONObject(headers.map { ($0.key, .string($0.value)) }))
                        }
                        if let body = reply.body { json.member("body", body) }
                    })
            }
        }
    }
}
