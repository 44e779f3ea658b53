import Kernel

/// A number as the vendor's JSON library keeps it.
enum SerdeJSONNumber: Hashable, Sendable {
    case unsigned(UInt64)
    case negative(Int64)
    case floating(Double)

    /// As its complaints call it.
    var kind: String {
        switch self {
        case .unsigned(let integer): "integer `\(integer)`"
        case .negative(let integer): "integer `\(integer)`"
        case .floating(let number): "floating point `\(RustText.decimal(number))`"
        }
    }

    var value: JSONValue {
        switch self {
        case .unsigned(let integer): Int64(exactly: integer).map(JSONValue.integer) ?? .number(Double(integer))
        case .negative(let integer): .integer(integer)
        // 1e3 and 1000 are one value, as for our own parser.
        case .floating(let number): Int64(exactly: number).map(JSONValue.integer) ?? .number(number)
        }
    }
}
