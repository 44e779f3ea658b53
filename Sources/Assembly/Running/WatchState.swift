/// When watched files are to be read again: once they have changed and then stayed the same for a look, so that a file that is
/// half written, or a folder that is being moved into place, is not taken for the whole.
struct WatchState<Stamps: Equatable> {
    private var read: Stamps?
    private var seen: Stamps?

    /// Nothing was read yet: the first look asks for it.
    init() {}

    /// Whether to read now what looks like `stamps`.
    mutating func look(_ stamps: Stamps) -> Bool {
        guard read != nil else {
            read = stamps
            return true
        }
        guard stamps != read else {
            seen = nil
            return false
        }
        guard stamps == seen else {
            seen = stamps
            return false
        }
        read = stamps
        seen = nil
        return true
    }
}
