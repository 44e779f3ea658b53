package import Kernel
import KernelHTTP

extension ServerEvent {
    /// The event as a `text/event-stream` has it (WHATWG HTML, 9.2.6). An exchange's id is its number, so that a client
    /// that connects again says with `Last-Event-ID` how far it got.
    func text(mask: SecretMask) -> String {
        switch self {
        case .request(let entry): Self.text("request", id: entry.number, data: ShownEntry(entry, mask: mask))
        case .world(let change, let newest): Self.text("world", id: newest, data: change)
        case .dropped(let count):
            Self.text("dropped", id: nil, data: ["count": .integer(Int64(count))] as JSONObject)
        case .heartbeat: ": still here\n\n"
        }
    }

    /// JSON has no line breaks of its own: one `data` line is enough.
    private static func text(_ name: String, id: Int?, data: some JSONWritable) -> String {
        let id = id.map { "id: \($0)\n" } ?? ""
        return "event: \(name)\n\(id)data: \(JSONWriter.text(data))\n\n"
    }
}

extension WorldChange: JSONWritable {
    /// `{world, change, scenario}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("world", world.description)
            json.member("change", kind.rawValue)
            json.member("scenario", scenario)
        }
    }
}
