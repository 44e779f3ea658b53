import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension ConnectionHandler {
    /// Has the system ask from time to time whether a client that sends no more is still there.
    ///
    /// Such a client may have gone, or wait for its answer; only its system knows. Without the question an answer that
    /// waits for a clock would keep the connections of all clients that were not so patient.
    func probe(_ context: ChannelHandlerContext) {
        guard let options = context.channel.syncOptions else { return }
        for (option, value) in Self.probing { try? options.setOption(option, value: value) }
    }

    /// One question after 15 seconds of silence, and given up after three without an answer. A client's system that says
    /// no more than that it does not know the connection is believed at once.
    private static let probing: [(ChannelOptions.Types.SocketOption, SocketOptionValue)] = [
        (.init(level: .tcp, name: .init(rawValue: idleOption)), 15),
        (.init(level: .tcp, name: .init(rawValue: TCP_KEEPINTVL)), 15),
        (.init(level: .tcp, name: .init(rawValue: TCP_KEEPCNT)), 3),
        (.init(level: .socket, name: .so_keepalive), 1),
    ]

    #if canImport(Darwin)
        private static let idleOption = TCP_KEEPALIVE
    #else
        private static let idleOption = TCP_KEEPIDLE
    #endif
}
