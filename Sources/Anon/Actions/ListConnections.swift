import Kernel

/// `GET /actions/linkedin/listConnections` (anon.md 5)
enum ListConnections {
    struct Reply: JSONWritable {
        let connections: [JSONObject]

        func write(to json: inout JSONWriter) {
            json.object { $0.member("connections", connections) }
        }
    }
}
