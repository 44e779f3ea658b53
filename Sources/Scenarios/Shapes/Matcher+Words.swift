import Kernel

extension Matcher {
    /// The keys of the object form, of which it has exactly one.
    static let words = ["equals", "contains", "matches", "present", "absent"]
}
