#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How many files and connections this process may have open.
public enum DescriptorLimit {
    /// Raises the limit as far as this process may by itself, and returns it; nil if the system does not tell.
    ///
    /// Systems start processes with a low one for the sake of programs that use `select`.
    public static func raise() -> Int? {
        guard var limit = current() else { return nil }
        #if canImport(Darwin)
            // macOS takes no more for a process, whatever the limit says (setrlimit(2)).
            let highest = min(limit.rlim_max, rlim_t(OPEN_MAX))
        #else
            let highest = limit.rlim_max
        #endif
        if limit.rlim_cur < highest {
            limit.rlim_cur = highest
            // Where it cannot be raised, the old one holds.
            _ = setrlimit(kind, &limit)
        }
        return current().map { Int(clamping: $0.rlim_cur) }
    }

    private static func current() -> rlimit? {
        var limit = rlimit()
        return getrlimit(kind, &limit) == 0 ? limit : nil
    }

    #if canImport(Glibc)
        private static var kind: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }
    #else
        private static var kind: Int32 { RLIMIT_NOFILE }
    #endif
}

extension EdgeLimits {
    /// The same limits, with no more connections and tunnels than there are descriptors for; those that are set aside are
    /// for the data file, scenarios, downloads, callbacks and what the runtime needs. Ours.
    ///
    /// - Parameter count: how many descriptors the process may have.
    public func fitting(descriptors count: Int) -> EdgeLimits {
        let reserve = min(256, max(32, count / 4))
        let usable = max(count - reserve, 4)
        var limits = self
        // A tunnel has a second one besides its client's connection.
        limits.maxTunnels = min(maxTunnels, usable / 4)
        limits.maxConnections = min(maxConnections, usable - limits.maxTunnels)
        return limits
    }
}
