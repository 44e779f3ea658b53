import Kernel

extension TimeSpan {
    /// Hours, minutes and seconds, for example `00:05:00` (ours: the vendor only says that a duration is text).
    var clockText: String {
        [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
