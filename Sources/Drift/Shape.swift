import Kernel

/// What one place in a body looks like, in one value or over all elements of a list.
struct Shape {
    /// The kinds of JSON values that stood there; a whole number and another are one kind.
    private(set) var kinds: Set<Kind> = []
    /// How often there was an object.
    private(set) var objects = 0
    /// The members that objects had, with the number of objects that had them.
    private(set) var members: [String: (shape: Shape, count: Int)] = [:]
    /// The elements that arrays had; nil if none had any.
    private(set) var elements: [Shape] = []
    /// The texts that stood there, as far as they are worth remembering.
    private(set) var texts: Set<String> = []
    /// The numbers and booleans that stood there, as JSON.
    private(set) var scalars: Set<String> = []

    /// The kinds of JSON values.
    enum Kind: String, Comparable {
        case null, boolean, number, string, array, object

        static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    /// Lists of thousands of words tell no more than their beginning.
    private static let mostTexts = 200

    init(_ value: JSONValue) {
        add(value)
    }

    /// The elements of a list, taken together.
    init(allOf elements: [Shape]) {
        for element in elements { merge(element) }
    }

    /// What is there in every object.
    func isAlwaysThere(_ name: String) -> Bool { objects > 0 && members[name]?.count == objects }

    private mutating func add(_ value: JSONValue) {
        switch value {
        case .null: kinds.insert(.null)
        case .bool, .integer, .number:
            if case .bool = value { kinds.insert(.boolean) } else { kinds.insert(.number) }
            if scalars.count < Self.mostTexts { scalars.insert(JSONWriter.text(value)) }
        case .string(let text):
            kinds.insert(.string)
            if texts.count < Self.mostTexts { texts.insert(text) }
        case .array(let array):
            kinds.insert(.array)
            elements += array.map(Shape.init)
        case .object(let object):
            kinds.insert(.object)
            objects += 1
            for member in object.members { members[member.name] = (Shape(member.value), 1) }
        }
    }

    private mutating func merge(_ other: Shape) {
        kinds.formUnion(other.kinds)
        objects += other.objects
        texts.formUnion(other.texts.prefix(Self.mostTexts))
        scalars.formUnion(other.scalars.prefix(Self.mostTexts))
        elements += other.elements
        for (name, member) in other.members {
            var merged = members[name] ?? (Shape(allOf: []), 0)
            merged.shape.merge(member.shape)
            merged.count += member.count
            members[name] = merged
        }
    }
}
