import Kernel

extension Shape {
    /// The shape of a type, found by letting it decode itself from a decoder that only listens. Types must not contain
    /// themselves.
    ///
    /// Traps where a type cannot be listened to: that is a mistake in the program, and the first start shows it.
    init(of type: any Decodable.Type) {
        if let known = Self.leaf(type) {
            self = known
        } else if let both = type as? any ShorthandDescribed.Type {
            self = .either(Shape(of: both.shortForm), Shape(of: both.longForm))
        } else if let list = type as? any ListShaped.Type {
            self = .list(Shape(of: list.itemType))
        } else if let map = type as? any MapShaped.Type {
            self = .map(Shape(of: map.valueType))
        } else if let optional = type as? any OptionalShaped.Type {
            self = Shape(of: optional.valueType)
        } else {
            let listener = ShapeListener()
            do {
                _ = try type.init(from: ShapeProbe(listener: listener))
            } catch {
                preconditionFailure("The scenario format cannot be found out from \(type): \(error)")
            }
            self = listener.scalar ?? .object(Self.object(listener.fields, of: type))
        }
    }

    private static func leaf(_ type: any Decodable.Type) -> Shape? {
        if let described = type as? any ScalarDescribed.Type { return .text(described) }
        if type == JSONValue.self { return .anything }
        if type == Matcher.self { return .matcher }
        if let choice = type as? any CaseIterable.Type, let words = words(choice) { return .choice(words) }
        if let integer = type as? any FixedWidthInteger.Type { return .integer(range(integer)) }
        return nil
    }

    private static func words<Choice: CaseIterable>(_: Choice.Type) -> [String]? {
        let words = Choice.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
        return words.isEmpty ? nil : words
    }

    private static func range<Integer: FixedWidthInteger>(_: Integer.Type) -> ClosedRange<Int128> {
        Int128(clamping: Integer.min)...Int128(clamping: Integer.max)
    }

    private static func object(_ found: [ObjectShape.Field], of type: any Decodable.Type) -> ObjectShape {
        guard let description = (type as? any ObjectDescribed.Type)?.objectDescription else {
            return ObjectShape(found)
        }
        let fields = found.map { field in
            let described = description.fields[field.key]
            return ObjectShape.Field(
                key: field.key, shape: field.shape.narrowed(to: described?.range), isRequired: field.isRequired,
                text: described?.text)
        }
        return ObjectShape(
            fields, atLeastOneOf: description.atLeastOneOf, atMostOneOf: description.atMostOneOf)
    }

    private func narrowed(to range: ClosedRange<Int>?) -> Shape {
        guard let range else { return self }
        return switch self {
        case .integer(let whole): .integer(whole.clamped(to: Int128(range.lowerBound)...Int128(range.upperBound)))
        case .number: .number(Double(range.lowerBound)...Double(range.upperBound))
        default: self
        }
    }
}
