/// Which characters a part of a URL has percent-encoded, besides controls and what is not ASCII.
struct KeySetURLEscaping {
    static let path = KeySetURLEscaping(" \"#<>?`{}")
    static let query = KeySetURLEscaping(" \"#<>'")
    static let fragment = KeySetURLEscaping(" \"<>`")

    private let escaped: String.UnicodeScalarView

    private init(_ escaped: String) {
        self.escaped = escaped.unicodeScalars
    }

    /// The first character is left alone where it is the part's own mark, `?` or `#`.
    func encoded(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = ""
        for (offset, scalar) in scalars.enumerated() {
            let isMark = offset == 0 && (scalar == "?" || scalar == "#") && !escaped.contains("?")
            if isMark || (scalar.value > 0x1F && scalar.value < 0x7F && !escaped.contains(scalar)) {
                text.unicodeScalars.append(scalar)
            } else {
                for byte in String(scalar).utf8 {
                    text += (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
                }
            }
        }
        return text
    }
}
