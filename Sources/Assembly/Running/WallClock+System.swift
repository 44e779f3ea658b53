import FoundationEssentials
package import Kernel

extension WallClock {
    /// The machine's own clock: the only place where it is read.
    package static let system = WallClock {
        Moment(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}
