extension String {
    /// Whether `text` occurs in it, in any case; an empty text does.
    func contains(caseInsensitive text: String) -> Bool {
        text.isEmpty || lowercased().contains(text.lowercased())
    }

    /// Where the ASCII text `pattern` occurs first.
    func range(ofASCII pattern: StaticString) -> Range<String.Index>? {
        let wanted = UnsafeBufferPointer(start: pattern.utf8Start, count: pattern.utf8CodeUnitCount)
        var start = utf8.startIndex
        while start != utf8.endIndex {
            if utf8[start...].starts(with: wanted) { return start..<utf8.index(start, offsetBy: wanted.count) }
            start = utf8.index(after: start)
        }
        return nil
    }
}
