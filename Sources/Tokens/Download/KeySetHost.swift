/// The host of a URL: a name in lower case, or an address in its usual form.
struct KeySetHost {
    let text: String

    init(_ scalars: ArraySlice<Unicode.Scalar>) throws(KeySetURLProblem) {
        guard let first = scalars.first else { throw .emptyHost }
        if first == "[" {
            text = try Self.bracketed(scalars)
            return
        }
        let bytes = Self.percentDecoded(scalars)
        guard bytes.allSatisfy({ $0 < 0x80 }) else { throw .internationalDomainName }
        guard !bytes.contains(where: Self.isForbidden) else { throw .invalidDomainCharacter }
        let name = String(decoding: bytes, as: UTF8.self).lowercased()
        text = try Self.address(name) ?? name
    }

    static func percentDecoded(_ scalars: ArraySlice<Unicode.Scalar>) -> [UInt8] {
        let bytes = Array(String(String.UnicodeScalarView(scalars)).utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let byte = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return decoded
    }

    private static func isForbidden(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x7F || "#/:<>?@[\\]^|%".utf8.contains(byte)
    }

    /// Checked roughly and not rewritten: an address that passes here and is none fails when it is connected to.
    private static func bracketed(_ scalars: ArraySlice<Unicode.Scalar>) throws(KeySetURLProblem) -> String {
        let text = String(String.UnicodeScalarView(scalars)).lowercased()
        let inner = text.dropFirst().dropLast()
        let groups = inner.split(separator: ":", omittingEmptySubsequences: false)
        guard text.last == "]", (3...9).contains(groups.count),
            inner.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }),
            groups.allSatisfy({ $0.count <= 4 || $0.contains(".") }),
            groups.count == 8 || inner.contains("::") || inner.contains(".")
        else { throw .invalidIPv6Address }
        return text
    }

    /// The IPv4 address that a name stands for, in its four parts; nil for a name whose last part is no number.
    private static func address(_ name: String) throws(KeySetURLProblem) -> String? {
        var parts = name.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count > 1, parts.last == "" { parts.removeLast() }
        guard let last = parts.last, !last.isEmpty else { return nil }
        guard last.allSatisfy({ ("0"..."9").contains($0) }) || number(last) != nil else { return nil }
        var numbers: [UInt64] = []
        for part in parts {
            guard let number = number(part) else { throw .invalidIPv4Address }
            numbers.append(number)
        }
        guard numbers.count <= 4, let tail = numbers.popLast(), numbers.allSatisfy({ $0 < 256 }),
            tail < 1 << (8 * (4 - numbers.count))
        else { throw .invalidIPv4Address }
        let bits = numbers.enumerated().reduce(tail) { $0 + $1.element << (8 * (3 - UInt64($1.offset))) }
        return [24, 16, 8, 0].map { String(bits >> $0 & 0xFF) }.joined(separator: ".")
    }

    /// Decimal, octal after `0`, hexadecimal after `0x`; nil for anything else.
    private static func number(_ text: Substring) -> UInt64? {
        // UInt64(_:radix:) would take a sign.
        guard text.allSatisfy({ $0.isHexDigit || $0 == "x" }), !text.isEmpty else { return nil }
        if text.hasPrefix("0x") { return text.count == 2 ? 0 : UInt64(text.dropFirst(2), radix: 16) }
        return text.count > 1 && text.hasPrefix("0") ? UInt64(text, radix: 8) : UInt64(text)
    }
}
