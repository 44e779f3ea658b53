/// What makes one entry of a key set unusable.
struct OddKey: Error {
    /// In words, to follow the entry's name.
    let why: String

    init(_ why: String) {
        self.why = why
    }
}
