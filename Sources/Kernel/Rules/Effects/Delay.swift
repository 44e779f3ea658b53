#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How long a rule makes a request wait.
public struct Delay: Hashable, Sendable {
    /// How the length is found.
    public enum Length: Hashable, Sendable {
        /// Always the same.
        case fixed(TimeSpan)
        /// Anything between the two with equal probability, both included.
        case uniform(UniformDelay)
        /// Most about the median, a few much longer, as waiting times in networks are; cut off at `atMost`.
        case lognormal(LognormalDelay, atMost: TimeSpan?)
    }

    /// How the length is found.
    public var length: Length
    /// Whether it passes in real time whatever the world's clock does.
    public var isRealTime: Bool

    /// A delay of this length.
    public init(_ length: Length, isRealTime: Bool = false) {
        self.length = length
        self.isRealTime = isRealTime
    }

    /// A delay that is always the same.
    public static func fixed(_ span: TimeSpan) -> Delay { Delay(.fixed(span)) }

    /// The length for one request.
    public func draw(from numbers: inout SplitMix64) -> TimeSpan {
        switch length {
        case .fixed(let span): span
        case .uniform(let uniform): uniform.draw(from: &numbers)
        case .lognormal(let lognormal, let longest): min(lognormal.draw(from: &numbers), longest ?? .longestDelay)
        }
    }

    /// What is wrong with it although its form is right; nil if nothing is.
    var complaint: String? {
        switch length {
        case .fixed(let span): span.complaintAsDelay
        case .uniform(let uniform):
            uniform.from > uniform.to ? "`from` must not be longer than `to`" : uniform.to.complaintAsDelay
        case .lognormal(let lognormal, let cut): max(lognormal.median, cut ?? .zero).complaintAsDelay
        }
    }
}

extension Delay {
    /// The first value that is out of bounds; nil if none is.
    var outOfBounds: String? {
        if let complaint { return complaint }
        guard case .lognormal(let lognormal, _) = length else { return nil }
        return LognormalDelay.problem(of: lognormal.sigma, as: "sigma")
    }
}

/// The bounds of a delay that is anything between them.
public struct UniformDelay: Codable, Hashable, Sendable {
    /// The shortest.
    public var from: TimeSpan
    /// The longest.
    public var to: TimeSpan

    /// A delay between these bounds.
    public init(from: TimeSpan, to: TimeSpan) {
        self.from = from
        self.to = to
    }

    func draw(from numbers: inout SplitMix64) -> TimeSpan {
        let width = max(0, to.milliseconds - from.milliseconds)
        return .milliseconds(from.milliseconds + Int64(numbers.nextFraction() * Double(width + 1)))
    }
}

/// A delay whose logarithm is normally distributed.
public struct LognormalDelay: Codable, Hashable, Sendable {
    /// Half of the delays are shorter.
    public var median: TimeSpan
    /// The standard deviation of the logarithm: 0 is always the median, 1 has a long tail.
    public var sigma: Double

    /// A delay of this distribution.
    public init(median: TimeSpan, sigma: Double) {
        self.median = median
        self.sigma = sigma
    }

    func draw(from numbers: inout SplitMix64) -> TimeSpan {
        // Box and Muller's way from two even numbers to a normal one; 1 - x keeps zero out of the logarithm.
        let radius = (-2 * log(1 - numbers.nextFraction())).squareRoot()
        let normal = radius * cos(2 * .pi * numbers.nextFraction())
        let length = Double(median.milliseconds) * exp(sigma * normal)
        return .milliseconds(Int64(min(length, Double(TimeSpan.longestDelay.milliseconds)).rounded()))
    }
}

extension TimeSpan {
    /// The longest delay that a rule may have: ten years, as no test waits longer even by advancing a clock.
    public static let longestDelay = TimeSpan.minutes(10 * 365 * 24 * 60)

    /// Why nothing may be delayed for so long; nil if it may.
    var complaintAsDelay: String? {
        self > .longestDelay ? "must be at most \(TimeSpan.longestDelay), not \(self)" : nil
    }
}

// MARK: - Wire form

/// Written as a duration, or as an object if it is more than that.
extension Delay: Codable {
    /// Reads either form.
    public init(from decoder: any Decoder) throws {
        if (try? decoder.singleValueContainer().decode(String.self)) != nil {
            self.init(.fixed(try TimeSpan(from: decoder)))
            return
        }
        let terms = try DelayTerms(from: decoder)
        guard let length = terms.length else {
            throw DecodingError.malformed(decoder, "a delay has exactly one of fixed, uniform, lognormal")
        }
        if terms.atMost != nil, terms.lognormal == nil {
            throw DecodingError.malformed(decoder, "`atMost` goes with `lognormal` only")
        }
        self.init(length, isRealTime: terms.realTime ?? false)
    }

    /// Writes the shorter form, if it says it all.
    public func encode(to encoder: any Encoder) throws {
        if let plain {
            try plain.encode(to: encoder)
        } else {
            try DelayTerms(self).encode(to: encoder)
        }
    }

    /// The duration that says it all; nil if there is more to say.
    private var plain: TimeSpan? {
        if case .fixed(let span) = length, !isRealTime { span } else { nil }
    }
}

extension Delay: JSONWritable {
    /// As a scenario file has it.
    public func write(to json: inout JSONWriter) {
        if let plain { return plain.write(to: &json) }
        let terms = DelayTerms(self)
        json.object { json in
            if let fixed = terms.fixed { json.member("fixed", fixed) }
            if let uniform = terms.uniform {
                json.member(
                    "uniform",
                    object: { json in
                        json.member("from", uniform.from)
                        json.member("to", uniform.to)
                    })
            }
            if let lognormal = terms.lognormal {
                json.member(
                    "lognormal",
                    object: { json in
                        json.member("median", lognormal.median)
                        json.member("sigma", lognormal.sigma)
                    })
            }
            if let atMost = terms.atMost { json.member("atMost", atMost) }
            if let realTime = terms.realTime { json.member("realTime", realTime) }
        }
    }
}

extension Delay: ShorthandDescribed {
    /// A second.
    public static var example: Delay { .fixed(.seconds(1)) }
    /// A duration.
    public static var shortForm: any Decodable.Type { TimeSpan.self }
    /// A distribution, or where the time passes.
    public static var longForm: any Decodable.Type { DelayTerms.self }
}

/// A delay as it is written if one text is not enough: one of the three lengths, and what goes with it.
public struct DelayTerms: Codable, Hashable, Sendable {
    /// Always the same.
    public var fixed: TimeSpan?
    /// Anything between two bounds.
    public var uniform: UniformDelay?
    /// About a median, with a long tail.
    public var lognormal: LognormalDelay?
    /// The longest that the tail may get.
    public var atMost: TimeSpan?
    /// Whether it passes in real time whatever the world's clock does.
    public var realTime: Bool?

    init(_ delay: Delay) {
        switch delay.length {
        case .fixed(let span): fixed = span
        case .uniform(let uniform): self.uniform = uniform
        case .lognormal(let lognormal, let longest): (self.lognormal, atMost) = (lognormal, longest)
        }
        if delay.isRealTime { realTime = true }
    }

    /// The length; nil if not exactly one is given.
    var length: Delay.Length? {
        switch (fixed, uniform, lognormal) {
        case (let fixed?, nil, nil): .fixed(fixed)
        case (nil, let uniform?, nil): .uniform(uniform)
        case (nil, nil, let lognormal?): .lognormal(lognormal, atMost: atMost)
        default: nil
        }
    }
}

extension DelayTerms: ObjectDescribed {
    /// What the keys are for, and which of them go together.
    public static var objectDescription: ObjectDescription {
        ObjectDescription(
            [
                "fixed": "Always the same.",
                "uniform": "Anything between two bounds, drawn from the world's seed.",
                "lognormal":
                    "About a median with a long tail, as waiting times in networks are; drawn from the world's seed.",
                "atMost": "The longest that the tail of lognormal may get.",
                "realTime": "Whether it passes in real time, whatever the world's clock does.",
            ],
            atLeastOneOf: ["fixed", "uniform", "lognormal"],
            atMostOneOf: ["fixed", "uniform", "lognormal"])
    }
}

extension UniformDelay: ObjectDescribed {
    /// What the keys are for.
    public static var objectDescription: ObjectDescription {
        ObjectDescription(["from": "The shortest.", "to": "The longest."])
    }
}

extension LognormalDelay: ObjectDescribed {
    /// What the keys are for, and which of them go together.
    public static var objectDescription: ObjectDescription {
        ObjectDescription([
            "median": "Half of the delays are shorter.",
            "sigma": FieldDescription("How wide it is: 0 is always the median, 1 has a long tail.", range: 0...5),
        ])
    }
}
