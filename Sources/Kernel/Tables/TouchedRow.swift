/// A row that was touched since the store on disk last asked.
package struct TouchedRow: Sendable {
    /// The table's name.
    package let table: String
    /// The row's key, as JSON.
    package let key: @Sendable () throws -> [UInt8]
    /// The object as JSON; nil where it is gone. Encoded when it is called, so that no lock is held meanwhile.
    package let value: (@Sendable () throws -> [UInt8])?
}
