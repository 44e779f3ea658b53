import AsyncHTTPClient

extension HTTPClient.Configuration {
    /// How a client must be set up that `KeySetDownload` may use; fit for any other single request.
    static var keySetDownload: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: Timeout(connect: KeySetDownload.connectTimeout))
        // A server that refuses the connection is an answer; trying again until the deadline would only hide it.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.maximumUsesPerConnection = 1
        configuration.httpVersion = .http1Only
        return configuration
    }
}
