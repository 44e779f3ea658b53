/// One life of a world in the file: from one reset, load or restore to the next. Never used twice in a file.
package struct Generation: Hashable, Sendable {
    /// Counted from 1.
    let number: Int64
}
