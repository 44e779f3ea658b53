/// A value that may be missing, for whoever has only its type.
protocol OptionalShaped {
    static var valueType: any Decodable.Type { get }
}

extension Optional: OptionalShaped where Wrapped: Decodable {
    static var valueType: any Decodable.Type { Wrapped.self }
}
