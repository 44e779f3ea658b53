/// A list, for whoever has only its type.
protocol ListShaped {
    static var itemType: any Decodable.Type { get }
}

extension Array: ListShaped where Element: Decodable {
    static var itemType: any Decodable.Type { Element.self }
}
