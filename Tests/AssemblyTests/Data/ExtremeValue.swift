import Kernel

/// A type of which the generator draws values as they are, not as they are written.
protocol ExtremeValue {
    static func extreme(_ generator: ValueGenerator) throws -> Self
}

extension Bool: ExtremeValue {
    static func extreme(_ generator: ValueGenerator) -> Bool { generator.happens(onceIn: 2) }
}

extension String: ExtremeValue {
    private static let samples = [
        "", " ", "a", "Ada", "null", "-2s", "true", "0", "{\"a\":[", "\\", "\"", "'", "/", "\u{0}", "\u{1F}", "\u{7F}",
        "\r\n",
        "\u{2028}\u{2029}", "\u{FEFF}x", "é", "e\u{301}", "ß", "İ", "👩‍👩‍👧‍👦", "\u{10FFFF}", "ada@example.com",
        "https://example.com/a?b=c#d",
    ]

    static func extreme(_ generator: ValueGenerator) -> String {
        if generator.happens(onceIn: 500) { return String(repeating: generator.one(of: samples) + "x", count: 50_000) }
        // Keys of tables are to differ from each other.
        return generator.one(of: samples) + (generator.happens(onceIn: 2) ? "" : "\(generator.number(below: 1000))")
    }
}

extension FixedWidthInteger {
    fileprivate static func extremeNumber(_ generator: ValueGenerator) -> Self {
        switch generator.number(below: 8) {
        case 0: 0
        case 1: 1
        case 2: .max
        case 3: .min
        case 4: Self(clamping: (1 << 53) - 1)
        case 5: Self(clamping: (1 << 53) + 1)
        default: Self(clamping: generator.number(below: 1 << 20))
        }
    }
}

extension Int: ExtremeValue {
    static func extreme(_ generator: ValueGenerator) -> Int { extremeNumber(generator) }
}

extension Int64: ExtremeValue {
    static func extreme(_ generator: ValueGenerator) -> Int64 { extremeNumber(generator) }
}

extension UInt64: ExtremeValue {
    static func extreme(_ generator: ValueGenerator) -> UInt64 { extremeNumber(generator) }
}

extension Double: ExtremeValue {
    /// Finite: whoever reads a number refuses all others.
    static func extreme(_ generator: ValueGenerator) -> Double {
        generator.one(of: [
            0, -0.0, 1, 0.1, -2.5, 1e21, 9_007_199_254_740_992, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
            .ulpOfOne,
            .pi,
        ])
    }
}

// MARK: - Collections

extension Optional: ExtremeValue where Wrapped: Decodable {
    static func extreme(_ generator: ValueGenerator) throws -> Wrapped? {
        generator.happens(onceIn: 3) ? nil : try generator.value(of: Wrapped.self)
    }
}

extension Array: ExtremeValue where Element: Decodable {
    static func extreme(_ generator: ValueGenerator) throws -> [Element] {
        try generator.several { try generator.value(of: Element.self) }
    }
}

extension Set: ExtremeValue where Element: Decodable {
    static func extreme(_ generator: ValueGenerator) throws -> Set<Element> {
        Set(try generator.several { try generator.value(of: Element.self) })
    }
}

extension Dictionary: ExtremeValue where Key: Decodable, Value: Decodable {
    static func extreme(_ generator: ValueGenerator) throws -> [Key: Value] {
        Dictionary(
            try generator.several { (try generator.value(of: Key.self), try generator.value(of: Value.self)) },
            uniquingKeysWith: { $1 })
    }
}

extension Table: ExtremeValue {
    static func extreme(_ generator: ValueGenerator) throws -> Table {
        var table = Table()
        for (key, value) in try generator.several({
            (try generator.value(of: Key.self), try generator.value(of: Value.self))
        }) {
            table[key] = value
        }
        return table
    }
}

// MARK: - The kernel's types that are written in a form of their own

extension Moment: ExtremeValue {
    static func extreme(_ generator: ValueGenerator) -> Moment {
        generator.one(of: [
            Moment(milliseconds: -62_135_596_800_000), Moment(milliseconds: -1), Moment(milliseconds: 0),
            Moment(milliseconds: 1_767_225_600_001), .latest, Moment(milliseconds: Moment.latest.milliseconds - 1),
        ])
    }
}

extension TimeSpan: ExtremeValue {
    static func extreme(_ generator: ValueGenerator) -> TimeSpan {
        generator.one(of: [
            .zero, .milliseconds(1), .milliseconds(999), .seconds(61), .minutes(20),
            Moment.latest - Moment(milliseconds: -62_135_596_800_000),
        ])
    }
}

extension WorldTag: ExtremeValue {
    static func extreme(_ generator: ValueGenerator) -> WorldTag { generator.tag }
}

extension IDSequence: ExtremeValue {
    static func extreme(_ generator: ValueGenerator) throws -> IDSequence {
        var sequence = IDSequence(
            seed: UInt64.extreme(generator), tag: generator.tag, stream: generator.one(of: ["anchor", "anon"]))
        for _ in 0..<generator.number(below: 3) { _ = sequence.uuid() }
        return sequence
    }
}

extension StoredBytes: ExtremeValue {
    static func extreme(_ generator: ValueGenerator) -> StoredBytes {
        let length = generator.one(of: [0, 1, 2, 3, 1000, 100_000])
        return StoredBytes(present: (0..<length).map { _ in UInt8(generator.number(below: 256)) })
    }
}

extension JSONValue: ExtremeValue {
    /// As every reader has it, a whole number is an integer.
    private static func asRead(_ number: Double) -> JSONValue {
        Int64(exactly: number).map(JSONValue.integer) ?? .number(number)
    }

    static func extreme(_ generator: ValueGenerator) -> JSONValue { extreme(generator, depth: 0) }

    fileprivate static func extreme(_ generator: ValueGenerator, depth: Int) -> JSONValue {
        switch generator.number(below: depth < 5 ? 7 : 5) {
        case 0: .null
        case 1: .bool(Bool.extreme(generator))
        case 2: .integer(Int64.extreme(generator))
        case 3: asRead(Double.extreme(generator))
        case 4: .string(String.extreme(generator))
        case 5: .array(generator.several { extreme(generator, depth: depth + 1) })
        default: .object(JSONObject.extreme(generator, depth: depth + 1))
        }
    }
}

extension JSONObject: ExtremeValue {
    static func extreme(_ generator: ValueGenerator) -> JSONObject { extreme(generator, depth: 0) }

    fileprivate static func extreme(_ generator: ValueGenerator, depth: Int) -> JSONObject {
        JSONObject(
            generator.several { (String.extreme(generator), JSONValue.extreme(generator, depth: depth)) })
    }
}

extension Matcher: ExtremeValue {
    static func extreme(_ generator: ValueGenerator) throws -> Matcher {
        switch generator.number(below: 5) {
        case 0: .equals(JSONValue.extreme(generator))
        case 1: .contains(String.extreme(generator))
        case 2: .matches(try TextPattern(generator.one(of: ["", "^a+$", "[\\w-]{1,40}|\\d", "é?\\n"])))
        case 3: .present
        default: .absent
        }
    }
}

extension OperationPattern: ExtremeValue {
    static func extreme(_ generator: ValueGenerator) -> OperationPattern {
        OperationPattern(generator.one(of: ["", "*", "anchor.*", "anon.getUserPool", "**"]))
    }
}

extension ConnectionEffect: ExtremeValue {
    static func extreme(_ generator: ValueGenerator) -> ConnectionEffect {
        switch generator.number(below: 5) {
        case 0: .reset
        case 1: .close
        case 2: .garbage
        case 3: .truncate(after: Int.extreme(generator))
        default: .dribble(bytes: Int.extreme(generator), every: TimeSpan.extreme(generator))
        }
    }
}

extension Delay: ExtremeValue {
    static func extreme(_ generator: ValueGenerator) -> Delay {
        let length: Length =
            switch generator.number(below: 3) {
            case 0: .fixed(TimeSpan.extreme(generator))
            case 1: .uniform(UniformDelay(from: TimeSpan.extreme(generator), to: TimeSpan.extreme(generator)))
            default:
                .lognormal(
                    LognormalDelay(median: TimeSpan.extreme(generator), sigma: Double.extreme(generator)),
                    atMost: generator.happens(onceIn: 2) ? nil : TimeSpan.extreme(generator))
            }
        return Delay(length, isRealTime: Bool.extreme(generator))
    }
}
