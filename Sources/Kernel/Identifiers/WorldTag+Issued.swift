extension WorldTag {
    /// The world that a piece of text says it was issued in: a UUID, or a secret of `IDSequence` with any prefix.
    ///
    /// Text of another form gives nil; a UUID from elsewhere gives a tag that no world has.
    package init?(issued text: some StringProtocol) {
        let bytes = text.utf8
        let digits: IssuedBytes?
        if bytes.count == 36 {
            digits = IssuedBytes(hexadecimal: bytes)
        } else if bytes.count >= 64 {
            digits = IssuedBytes(hexadecimal: bytes.dropFirst(bytes.count - 64).prefix(32))
        } else {
            digits = nil
        }
        guard let digits else { return nil }
        self = digits.tag
    }
}
