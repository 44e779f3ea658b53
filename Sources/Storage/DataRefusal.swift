/// Why a file cannot be used to keep worlds in. It is left as it was.
package struct DataRefusal: Error, Equatable, CustomStringConvertible {
    /// One line for people, with the file's path.
    package let description: String

    init(_ path: String, _ problem: String) {
        description = "the data file \(path) \(problem)"
    }
}
