/// Where a piece of a scenario was written.
struct Place: Hashable, Sendable {
    /// The file's path as the user gave it, or a word such as `built-in:demo`.
    let file: String
    /// From 1; 0 for the file as a whole.
    let line: Int
    /// In Unicode scalars, from 1.
    let column: Int

    /// The file as a whole.
    static func whole(_ file: String) -> Place { Place(file: file, line: 0, column: 0) }

    /// The first letter of the file.
    static func start(of file: String) -> Place { Place(file: file, line: 1, column: 1) }
}
