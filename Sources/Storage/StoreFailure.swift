import GRDB

/// Why something did not reach the disk, in words for people.
package struct StoreFailure: Error, Equatable, CustomStringConvertible {
    /// What went wrong, for example `database or disk is full`.
    package let description: String

    /// A failure in these words.
    package init(_ description: String) {
        self.description = description
    }

    /// SQLite's own words; never the statement, whose arguments are the users' data.
    init(_ error: any Error) {
        switch error {
        case let error as StoreFailure: self = error
        case let error as DatabaseError:
            self.init("\(error.message ?? "SQLite failed") (\(error.extendedResultCode.rawValue))")
        default: self.init("\(type(of: error))")
        }
    }
}
