extension String {
    /// Whether `text` occurs in it, in any case; an empty text does.
    func contains(caseInsensitive text: String) -> Bool {
        text.isEmpty || lowercased().contains(text.lowercased())
    }
}
