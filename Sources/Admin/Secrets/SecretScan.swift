/// One pass over a text that finds secrets by what stands before them or by their look.
struct SecretScan {
    private let text: String
    private let bytes: [UInt8]
    private var shown: [UInt8] = []
    /// How much of the text is copied or masked so far.
    private var position = 0
    /// Where a run of letters ends in which no token begins, so that it is looked at only once.
    private var barrenThrough = 0

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    /// The text with its secrets hidden.
    mutating func masked() -> String {
        var found = false
        var index = 0
        while index < bytes.count {
            if let secret = secret(at: index) {
                hide(secret)
                found = true
                index = max(secret.upperBound, index + 1)
            } else {
                index = skip(from: index)
            }
        }
        guard found else { return text }
        shown += bytes[position...]
        return String(decoding: shown, as: UTF8.self)
    }

    private mutating func hide(_ secret: Range<Int>) {
        shown += bytes[position..<secret.lowerBound]
        shown += SecretMask.hidden(String(decoding: bytes[secret], as: UTF8.self)).utf8
        position = secret.upperBound
    }

    /// The next place where a secret may begin: a word that is not one is not looked at letter by letter.
    private func skip(from index: Int) -> Int {
        guard bytes[index].isLowerHexadecimal else { return index + 1 }
        let end = end(from: index, while: \.isLowerHexadecimal)
        // The last digit may be the first letter of a token.
        return max(index + 1, bytes[end - 1] == UInt8(ascii: "e") ? end - 1 : end)
    }

    private mutating func secret(at index: Int) -> Range<Int>? {
        switch bytes[index] {
        case UInt8(ascii: "="): value(behindSign: index, from: index + 1) ?? part(behindSign: index)
        // The sign within a parameter that is a URL or a form itself.
        case UInt8(ascii: "%") where isEncodedSign(at: index):
            value(behindSign: index, from: index + 3, isEncoded: true)
        case UInt8(ascii: ":"): member(behindColon: index) ?? password(behindColon: index)
        case UInt8(ascii: "e"): webToken(at: index) ?? issued(at: index)
        case UInt8(ascii: "o"): serviceAccount(at: index)
        case UInt8(ascii: "-"): privateKey(at: index)
        case let byte where byte.isLowerHexadecimal: issued(at: index)
        default: nil
        }
    }

    /// 64 hexadecimal digits or more, as `IDSequence.secret` has after its prefix.
    private func issued(at index: Int) -> Range<Int>? {
        let end = end(from: index, while: \.isLowerHexadecimal)
        return end - index >= 64 ? index..<end : nil
    }

    /// `eyJ….….…`: a JSON Web Token begins with the base64 of `{"`.
    private mutating func webToken(at index: Int) -> Range<Int>? {
        guard index >= barrenThrough, bytes[index...].starts(with: "eyJ".utf8) else { return nil }
        let header = end(from: index, while: \.isBase64URL)
        barrenThrough = header
        guard header < bytes.count, bytes[header] == UInt8(ascii: ".") else { return nil }
        let payload = end(from: header + 1, while: \.isBase64URL)
        guard payload > header + 1, payload < bytes.count, bytes[payload] == UInt8(ascii: ".") else { return nil }
        return index..<end(from: payload + 1, while: \.isBase64URL)
    }

    /// `ops_…`, as 1Password issues tokens of service accounts.
    private func serviceAccount(at index: Int) -> Range<Int>? {
        guard bytes[index...].starts(with: "ops_".utf8), index == 0 || !bytes[index - 1].isOfName else { return nil }
        let end = end(from: index) { $0.isBase64URL || "+/=".utf8.contains($0) }
        return end - index >= 24 ? index..<end : nil
    }

    /// `-----BEGIN PRIVATE KEY-----`, whatever stands before the second word: what follows up to the next dashes.
    private func privateKey(at index: Int) -> Range<Int>? {
        guard bytes[index...].starts(with: "-----BEGIN ".utf8) else { return nil }
        let title = index + "-----BEGIN ".utf8.count
        let dashes = end(from: title) { $0 != UInt8(ascii: "-") }
        guard dashes - title <= 40, String(decoding: bytes[title..<dashes], as: UTF8.self).hasSuffix("PRIVATE KEY"),
            bytes[dashes...].starts(with: "-----".utf8)
        else { return nil }
        let key = dashes + 5..<end(from: dashes + 5) { $0 != UInt8(ascii: "-") }
        return key.isEmpty ? nil : key
    }

    /// `name=value` of a query or a form.
    private func value(behindSign sign: Int, from begin: Int, isEncoded: Bool = false) -> Range<Int>? {
        let name = start(before: sign, while: \.isOfName)
        guard name < sign, isSecret(parameter: bytes[name..<sign]) else { return nil }
        var value = begin..<end(from: begin, while: \.isOfParameter)
        if isEncoded { value = begin..<encodedEnd(of: value) }
        return value.isEmpty ? nil : value
    }

    private func isSecret(parameter name: ArraySlice<UInt8>) -> Bool {
        if SecretNames.contain(parameter: String(decoding: name, as: UTF8.self)) { return true }
        // `%3Fcode%3D`: the digits of what is encoded before the name look as if they were of it.
        guard name.startIndex > 0, bytes[name.startIndex - 1] == UInt8(ascii: "%"), name.count > 2 else { return false }
        return SecretNames.contain(parameter: String(decoding: name.dropFirst(2), as: UTF8.self))
    }

    /// Where a value ends that stands in an encoded query: before the next encoded `&`.
    private func encodedEnd(of value: Range<Int>) -> Int {
        value.first { bytes[$0..<value.upperBound].starts(with: "%26".utf8) } ?? value.upperBound
    }

    private func isEncodedSign(at index: Int) -> Bool {
        index + 2 < bytes.count && bytes[index + 1] == UInt8(ascii: "3") && bytes[index + 2] | 0x20 == UInt8(ascii: "d")
    }

    /// `name="password"`, an empty line, and the value: a part of a form that is sent as multipart/form-data.
    private func part(behindSign sign: Int) -> Range<Int>? {
        let field = start(before: sign, while: \.isOfName)
        guard bytes[field..<sign].elementsEqual("name".utf8), sign + 1 < bytes.count,
            bytes[sign + 1] == UInt8(ascii: "\"")
        else { return nil }
        let quote = end(from: sign + 2, while: \.isOfName)
        guard isSecret(parameter: bytes[(sign + 2)..<quote]), bytes[quote...].starts(with: "\"\r\n\r\n".utf8) else {
            return nil
        }
        let value = quote + 5..<end(from: quote + 5) { $0 != UInt8(ascii: "\r") }
        return value.isEmpty ? nil : value
    }

    /// `"name": "value"` in a text that is not JSON as a whole.
    private func member(behindColon colon: Int) -> Range<Int>? {
        guard colon > 1, bytes[colon - 1] == UInt8(ascii: "\"") else { return nil }
        let name = start(before: colon - 1, while: \.isOfName)
        guard SecretNames.contain(String(decoding: bytes[name..<colon - 1], as: UTF8.self)) else { return nil }
        let quote = end(from: colon + 1) { $0 == UInt8(ascii: " ") }
        guard quote < bytes.count, bytes[quote] == UInt8(ascii: "\"") else { return nil }
        return quote + 1..<end(from: quote + 1) { $0 != UInt8(ascii: "\"") }
    }

    /// `//user:password@host`
    private func password(behindColon colon: Int) -> Range<Int>? {
        let user = start(before: colon, while: \.isOfUser)
        guard user > 1, user < colon, bytes[user - 1] == UInt8(ascii: "/"), bytes[user - 2] == UInt8(ascii: "/") else {
            return nil
        }
        let end = end(from: colon + 1) { $0.isOfUser || $0 == UInt8(ascii: ":") }
        guard end < bytes.count, end > colon + 1, bytes[end] == UInt8(ascii: "@") else { return nil }
        return colon + 1..<end
    }

    private func end(from index: Int, while belongs: (UInt8) -> Bool) -> Int {
        bytes[index...].firstIndex { !belongs($0) } ?? bytes.count
    }

    private func start(before index: Int, while belongs: (UInt8) -> Bool) -> Int {
        bytes[..<index].lastIndex { !belongs($0) }.map { $0 + 1 } ?? 0
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
    fileprivate var isLowerHexadecimal: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self) }
    fileprivate var isOfName: Bool { isDigit || isLetter || self == UInt8(ascii: "_") || self == UInt8(ascii: "-") }
    fileprivate var isBase64URL: Bool { isOfName }
    /// What may stand in a parameter's value: neither the next parameter, nor the text around a URL.
    fileprivate var isOfParameter: Bool { self > 0x20 && !"&#\"'<>\\;,()".utf8.contains(self) }
    fileprivate var isOfUser: Bool {
        isOfParameter && self != UInt8(ascii: "@") && self != UInt8(ascii: "/") && self != UInt8(ascii: ":")
    }
}
