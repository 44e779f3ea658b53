extension ReplyEffect: JSONWritable {
    /// As a scenario file has it.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("status", status)
            if let reason { json.member("reason", reason) }
            if let headers { json.member("headers", JSONObject(headers.map { ($0.key, .string($0.value)) })) }
            if let body { json.member("body", body) }
        }
    }
}
