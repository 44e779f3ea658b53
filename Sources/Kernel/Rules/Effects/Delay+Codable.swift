/// Written as a duration, or as an object where it is more than that.
extension Delay: Codable {
    /// Reads either form.
    package init(from decoder: any Decoder) throws {
        if (try? decoder.singleValueContainer().decode(String.self)) != nil {
            self.init(.fixed(try TimeSpan(from: decoder)))
            return
        }
        let terms = try DelayTerms(from: decoder)
        guard let length = terms.length else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "a delay has exactly one of fixed, uniform, lognormal"))
        }
        if terms.atMost != nil, terms.lognormal == nil {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "`atMost` goes with `lognormal` only"))
        }
        self.init(length, isRealTime: terms.realTime ?? false)
    }

    /// Writes the shorter form that tells all.
    package func encode(to encoder: any Encoder) throws {
        if let plain {
            try plain.encode(to: encoder)
        } else {
            try DelayTerms(self).encode(to: encoder)
        }
    }

    /// The duration that is all there is to tell; nil where there is more.
    var plain: TimeSpan? {
        if case .fixed(let span) = length, !isRealTime { span } else { nil }
    }
}
