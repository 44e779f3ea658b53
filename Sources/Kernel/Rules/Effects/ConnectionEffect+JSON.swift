extension ConnectionEffect: JSONWritable {
    /// As a scenario file has it.
    package func write(to json: inout JSONWriter) {
        switch self {
        case .reset, .close, .garbage: word?.rawValue.write(to: &json)
        case .truncate(let bytes):
            json.object { json in json.member("truncate", object: { $0.member("after", bytes) }) }
        case .dribble(let bytes, let pause):
            json.object { json in
                json.member(
                    "dribble",
                    object: { json in
                        json.member("bytes", bytes)
                        json.member("every", pause)
                    })
            }
        }
    }
}
