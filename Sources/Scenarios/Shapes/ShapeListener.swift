/// What a type asked for while it decoded itself.
final class ShapeListener {
    private(set) var fields: [ObjectShape.Field] = []
    private(set) var scalar: Shape?
    private var optionalKeys: Set<String> = []

    /// The type asked whether the key is there: so it may be missing.
    func heardQuestion(for key: String) {
        optionalKeys.insert(key)
    }

    func heard(_ type: any Decodable.Type, for key: String) {
        fields.append(
            ObjectShape.Field(
                key: key, shape: Shape(of: type), isRequired: !optionalKeys.contains(key), text: nil))
    }

    func heardScalar(_ shape: Shape) {
        scalar = shape
    }
}
