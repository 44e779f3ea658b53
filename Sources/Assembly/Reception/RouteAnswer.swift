import KernelHTTP

/// What answers a request in its world, with the path's parameters.
typealias RouteAnswer = @Sendable (Exchange, World, NamedValues) async -> Reply
