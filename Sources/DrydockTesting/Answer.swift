package import Kernel

/// What Drydock answered.
public struct Answer: Sendable {
    /// One header of the answer.
    public struct Header: Sendable, Hashable {
        /// The name as it came.
        public let name: String
        /// The value.
        public let value: String
    }

    /// The status code.
    public let status: Int
    /// The headers in order.
    public let headers: [Header]
    /// The body as text.
    public let text: String

    /// The first header of this name, whatever its case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as JSON; `null` where it is none.
    package var json: JSONValue { (try? JSONParser.parse(text)) ?? .null }

    /// A value of the JSON body by its dotted path.
    package subscript(path: String) -> JSONValue? { json[path: path] }
}
