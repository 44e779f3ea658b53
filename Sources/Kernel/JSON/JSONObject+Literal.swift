extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object of these members; of two with one name the last stays.
    package init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
