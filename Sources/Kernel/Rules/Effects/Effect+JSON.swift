extension Effect: JSONWritable {
    /// As a scenario file has it.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            if let delay { json.member("delay", delay) }
            if let problem { json.member("problem", problem) }
            if let reply { json.member("reply", reply) }
            if let connection { json.member("connection", connection) }
            if let afterHandling { json.member("afterHandling", afterHandling) }
        }
    }
}

extension LateEffect: JSONWritable {
    /// As a scenario file has it.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            if let delay { json.member("delay", delay) }
            if let problem { json.member("problem", problem) }
            if let reply { json.member("reply", reply) }
            if let connection { json.member("connection", connection) }
        }
    }
}
