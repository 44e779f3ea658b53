public import HTTPTypes
public import Kernel

/// Header names as types rather than literals in handlers.
extension HTTPField.Name {
    /// A name that is known to be well formed.
    public static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("not a header name: \(name)") }
        return name
    }

    /// Why Drydock refused.
    public static let drydockReason = named("X-Drydock-Reason")
    /// The world that a request is for.
    public static let drydockWorld = named("X-Drydock-World")
    /// Marks what Drydock itself sends to customers' servers, and its refusal to answer such a request: whatever name, address or
    /// redirect leads one back to a Drydock, it is known by this.
    public static let drydockOutgoing = named("X-Drydock-Outgoing")
    /// RFC 8288.
    public static let link = named("Link")
    /// The browser's statement of who asks.
    public static let secFetchSite = named("Sec-Fetch-Site")
}

extension HTTPFields {
    /// The value of a field, as the subscript gives it, which puts a text together even of a single one.
    public func value(of name: HTTPField.Name) -> String? {
        var found: String?
        for field in self where field.name == name {
            guard found == nil else { return self[name] }
            found = field.value
        }
        return found
    }
}

extension Moment {
    /// The form of a `Date` header: `Thu, 01 Jan 2026 00:00:00 GMT`.
    public var httpDate: String {
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let ofDay = seconds - day * 86_400
        let date = CivilDate(daysSince1970: day)
        // Written in place: every answer has one.
        return String(unsafeUninitializedCapacity: 29) { buffer in
            func put(_ text: StaticString, at offset: Int) {
                for index in 0..<text.utf8CodeUnitCount { buffer[offset + index] = text.utf8Start[index] }
            }
            func put(_ number: Int64, digits: Int, at offset: Int) {
                var rest = number
                for position in (offset..<offset + digits).reversed() {
                    buffer[position] = UInt8(48 + rest % 10)
                    rest /= 10
                }
            }
            put(Self.weekdays[Int((day % 7 + 11) % 7)], at: 0)
            put(", ", at: 3)
            put(date.day, digits: 2, at: 5)
            put(" ", at: 7)
            put(Self.months[Int(date.month - 1)], at: 8)
            put(" ", at: 11)
            put(date.year, digits: 4, at: 12)
            put(" ", at: 16)
            put(ofDay / 3600, digits: 2, at: 17)
            put(":", at: 19)
            put(ofDay / 60 % 60, digits: 2, at: 20)
            put(":", at: 22)
            put(ofDay % 60, digits: 2, at: 23)
            put(" GMT", at: 25)
            return 29
        }
    }

    // 1970-01-01 was a Thursday.
    private static let weekdays: [StaticString] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months: [StaticString] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
