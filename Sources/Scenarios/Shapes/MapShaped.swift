/// A mapping with any keys, for whoever has only its type.
protocol MapShaped {
    static var valueType: any Decodable.Type { get }
}

extension Dictionary: MapShaped where Key == String, Value: Decodable {
    static var valueType: any Decodable.Type { Value.self }
}
