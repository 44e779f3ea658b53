import KernelHTTP

extension String {
    /// Whether it has a UUID's form: 8-4-4-4-12 hexadecimal digits in any case.
    var isUUID: Bool {
        utf8.count == 36
            && utf8.enumerated().allSatisfy { position, byte in
                switch position {
                case 8, 13, 18, 23: byte == UInt8(ascii: "-")
                default: Character(Unicode.Scalar(byte)).isHexDigit
                }
            }
    }

    /// Whether it is a URI with a scheme, for example `https://example.com` or `about:blank`.
    var isAbsoluteURI: Bool {
        if hasPrefix("http://") || hasPrefix("https://") { return WebAddress(self) != nil }
        let scheme = utf8.prefix { $0 != UInt8(ascii: ":") }
        guard scheme.count > 1, scheme.count < utf8.count - 1, utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return false
        }
        return scheme.allSatisfy { (97...122).contains($0 | 0x20) }
    }
}
