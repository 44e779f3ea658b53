#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A port of this machine's that is taken and at which nobody listens: whoever calls is refused, and no other test can get it
/// meanwhile.
final class UnheardPort: Sendable {
    let number: Int
    private let descriptor: Int32

    init() throws {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            let family: [UInt8] = [UInt8(AF_INET), 0]
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
            let family: [UInt8] = [16, UInt8(AF_INET)]
        #endif
        // As bytes, because several modules declare the structure: port 0 of 127.0.0.1.
        var address = family + [0, 0, 127, 0, 0, 1] + [UInt8](repeating: 0, count: 8)
        var length = socklen_t(address.count)
        let descriptor = descriptor
        let isBound = address.withUnsafeMutableBytes { bytes in
            guard let address = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress else { return false }
            return bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
        }
        number = Int(address[2]) << 8 | Int(address[3])
        guard isBound else { throw UnheardPortError(number: errno) }
    }

    deinit { close(descriptor) }
}

/// The system gives no port.
struct UnheardPortError: Error {
    let number: Int32
}
