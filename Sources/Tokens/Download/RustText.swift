/// Text as Rust prints it.
enum RustText {
    /// A string in double quotes, escaped as `{:?}` does.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\0": quoted += "\\0"
            case "\t": quoted += "\\t"
            case "\r": quoted += "\\r"
            case "\n": quoted += "\\n"
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case " "..."~": quoted.unicodeScalars.append(scalar)
            default:
                if isPrintable(scalar) {
                    quoted.unicodeScalars.append(scalar)
                } else {
                    quoted += "\\u{\(String(scalar.value, radix: 16))}"
                }
            }
        }
        return quoted + "\""
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            false
        default: !scalar.properties.isGraphemeExtend
        }
    }

    /// A number as `{}` does: the shortest digits that mean it, never with an exponent.
    ///
    /// One difference stays: of two equally short and equally near ones, as for 999999999999999.25, Rust takes the greater
    /// and Swift the even.
    static func decimal(_ number: Double) -> String {
        let parts = number.magnitude.description.split(separator: "e", maxSplits: 1)
        let sign = number.sign == .minus ? "-" : ""
        guard let mantissa = parts.first else { return sign }
        let halves = mantissa.split(separator: ".", maxSplits: 1)
        let integer = halves.first ?? "0"
        let fraction = halves.count > 1 && halves[1] != "0" ? halves[1] : ""
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        var digits = integer + fraction
        var point = integer.count + exponent
        if point < 1 {
            digits = String(repeating: "0", count: 1 - point) + digits
            point = 1
        } else if point > digits.count {
            digits += String(repeating: "0", count: point - digits.count)
        }
        let whole = digits.prefix(point)
        let rest = digits.dropFirst(point)
        return sign + whole + (rest.isEmpty ? "" : "." + rest)
    }
}
