/// Names of hosts in letters outside of ASCII, as browsers write them in a URL (WHATWG URL 3.3, UTS 46 without the
/// transitional mappings).
///
/// Made of what the standard library knows of Unicode, since ICU comes with no build that links the libraries statically. Hence
/// some names that a browser takes are refused: letters that compatibility mappings would change, other than the wide forms
/// of ASCII, and the joiners. The rules for text from right to left are not checked.
public enum DomainName {
    /// Longer than any name that DNS has, in UTF-8: bounds what a client can make us convert.
    private static let limit = 1024

    /// The name in ASCII, each label that needs it in Punycode: `xn--bcher-kva.example` for `Bücher.example`. Nil for what is no
    /// name of a host. What is ASCII already is put in lower case, and not looked at any further.
    public static func ascii(_ name: some StringProtocol) -> String? {
        guard !name.utf8.allSatisfy({ $0 < 0x80 }) else { return name.lowercased() }
        guard name.utf8.count <= limit, let mapped = map(name.unicodeScalars) else { return nil }
        var labels: [String] = []
        for label in mapped.split(separator: ".", omittingEmptySubsequences: false) {
            guard let label = encoded(label) else { return nil }
            labels.append(label)
        }
        return labels.joined(separator: ".")
    }

    private static func encoded(_ label: Substring.UnicodeScalarView) -> String? {
        guard label.first?.properties.generalCategory.isMark != true else { return nil }
        guard label.contains(where: { !$0.isASCII }) else { return String(label) }
        // A label that claims to be Punycode and is not.
        guard !label.starts(with: "xn--".unicodeScalars) else { return nil }
        return Punycode.encode(Array(label)).map { "xn--\($0)" }
    }

    // MARK: - Mapping

    /// In lower case, composed, with ASCII for its wide forms, and without what is ignored. Nil for what no name may have.
    private static func map(_ scalars: some Sequence<Unicode.Scalar>) -> String.UnicodeScalarView? {
        var lower = String.UnicodeScalarView()
        for scalar in scalars where !isIgnored(scalar) {
            if let narrow = narrow(scalar) {
                lower.append(contentsOf: narrow.properties.lowercaseMapping.unicodeScalars)
                continue
            }
            let mapped = scalar.properties.lowercaseMapping.unicodeScalars
            guard mapped.allSatisfy(isAllowed) else { return nil }
            lower.append(contentsOf: mapped)
        }
        return composed(String(lower))
    }

    /// UTS 46: `ignored`.
    private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x34F, 0x180B...0x180D, 0x180F, 0x200B, 0x2060, 0x2064, 0xFE00...0xFE0F, 0xFEFF, 0xE0100...0xE01EF:
            true
        default: false
        }
    }

    /// The dots and the wide letters of East Asia as ASCII; nil for all else.
    private static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x3002, 0xFF61: "."
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0)
        default: nil
        }
    }

    /// What may stand in a name after it is in lower case. ß and ς, which compatibility mappings would change, stay (UTS 46:
    /// deviations).
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII, scalar != "\u{DF}", scalar != "\u{3C2}" else { return true }
        // What stands for bytes that are no text.
        guard scalar != "\u{FFFD}" else { return false }
        let properties = scalar.properties
        guard !properties.changesWhenNFKCCaseFolded || canComposeAnew(scalar) else { return false }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator,
            .paragraphSeparator:
            return false
        default: return true
        }
    }

    /// The Jamo of decomposed Hangul and marks for which another is written in composed text.
    private static func canComposeAnew(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.canonicalCombiningClass != .notReordered
    }

    // MARK: - Composing

    /// The text with each letter and its marks as the one letter that means the same, where there is one (NFC).
    private static func composed(_ text: String) -> String.UnicodeScalarView {
        var scalars = String.UnicodeScalarView()
        for character in text {
            let single = character.unicodeScalars.count > 1 ? composite(of: character) : nil
            if let single { scalars.append(single) } else { scalars.append(contentsOf: character.unicodeScalars) }
        }
        return scalars
    }

    /// Characters are equal if they mean the same, however they are put together.
    private static func composite(of character: Character) -> Unicode.Scalar? {
        if let syllable = hangul(Array(character.unicodeScalars.map(\.value))) { return syllable }
        return composites.firstIndex(of: character).flatMap { composites[$0].unicodeScalars.first }
    }

    /// Unicode 3.12: the syllable of two or three Jamo.
    private static func hangul(_ jamo: [UInt32]) -> Unicode.Scalar? {
        guard jamo.count == 2 || jamo.count == 3, (0x1100...0x1112).contains(jamo[0]),
            (0x1161...0x1175).contains(jamo[1])
        else { return nil }
        let syllable = ((jamo[0] - 0x1100) * 21 + jamo[1] - 0x1161) * 28 + 0xAC00
        guard jamo.count == 3 else { return Unicode.Scalar(syllable) }
        guard (0x11A8...0x11C2).contains(jamo[2]) else { return nil }
        return Unicode.Scalar(syllable + jamo[2] - 0x11A7)
    }

    /// The letters that others can be composed to: Latin, Greek, Cyrillic, the scripts of India, and Kana.
    private static let composites = Set(
        [0xC0..<0x590, 0x620..<0x700, 0x900..<0x1100, 0x1E00..<0x2000, 0x3040..<0x3100].joined()
            .compactMap(Unicode.Scalar.init)
            .filter { $0.properties.isAlphabetic && !$0.properties.isFullCompositionExclusion }
            .map(Character.init))
}

extension Unicode.GeneralCategory {
    fileprivate var isMark: Bool { self == .nonspacingMark || self == .spacingMark || self == .enclosingMark }
}

// MARK: - Punycode

/// RFC 3492, with the parameters of its section 5.
private enum Punycode {
    private static let base = 36

    /// The label without its `xn--`; nil for one that is too long to count in.
    static func encode(_ label: [Unicode.Scalar]) -> String? {
        var output = label.filter(\.isASCII).map { UInt8($0.value) }
        let basic = output.count
        if basic > 0 { output.append(UInt8(ascii: "-")) }
        var next = 128
        var delta = 0
        var bias = 72
        var handled = basic
        while handled < label.count {
            guard let least = label.lazy.map({ Int($0.value) }).filter({ $0 >= next }).min() else { return nil }
            let (product, overflows) = (least - next).multipliedReportingOverflow(by: handled + 1)
            guard !overflows else { return nil }
            delta += product
            next = least
            for scalar in label {
                if Int(scalar.value) < next { delta += 1 }
                guard Int(scalar.value) == next else { continue }
                write(delta, bias: bias, to: &output)
                bias = adapted(delta, points: handled + 1, isFirst: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            next += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func write(_ delta: Int, bias: Int, to output: inout [UInt8]) {
        var rest = delta
        var k = base
        while true {
            let threshold = min(max(k - bias, 1), 26)
            guard rest >= threshold else { break }
            output.append(digit(threshold + (rest - threshold) % (base - threshold)))
            rest = (rest - threshold) / (base - threshold)
            k += base
        }
        output.append(digit(rest))
    }

    private static func adapted(_ delta: Int, points: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / points
        var k = 0
        while delta > 455 {
            delta /= base - 1
            k += base
        }
        return k + base * delta / (delta + 38)
    }

    private static func digit(_ value: Int) -> UInt8 {
        UInt8(value < 26 ? value + 97 : value - 26 + 48)
    }
}
