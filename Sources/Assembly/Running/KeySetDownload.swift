import AsyncHTTPClient
import Kernel
import NIOCore
import NIOHTTP1
import Tokens

/// Downloads key sets over HTTP.
///
/// Its deadlines are of real time: the customer's server is a peer outside the world and knows nothing of its clock. The
/// 5 seconds, the configuration's 10 and the bound of the body are ours; reqwest 0.11 gives up at the tenth redirect.
struct KeySetDownload: KeySetDownloader {
    private enum Outcome {
        case collected([UInt8])
        case failed(KeySetDownloadProblem)
    }

    static let connectTimeout = TimeAmount.seconds(5)
    private static let requestLimit = 10
    static let bodyLimit = 1 << 20

    /// Must neither follow redirects nor try again to connect; see `HTTPClient.Configuration.keySetDownload`.
    let client: HTTPClient
    /// How long a download may take, redirects and all.
    let timeout: TimeSpan

    func download(_ url: KeySetURL) async throws(KeySetDownloadFailure) -> [UInt8] {
        let deadline = NIODeadline.now() + .milliseconds(timeout.milliseconds)
        var url = url
        var credentials = url.credentials
        for number in 1...Self.requestLimit {
            let response = try await answer(of: url, credentials: credentials, deadline: deadline)
            guard let next = try redirect(in: response, from: url) else {
                return try await body(of: response, from: url, deadline: deadline)
            }
            guard number < Self.requestLimit else { break }
            // A name and password are for the server that they were given for.
            if next.origin != url.origin { credentials = nil }
            url = next
        }
        throw KeySetDownloadFailure(.tooManyRedirects, at: url.description)
    }

    private func answer(
        of url: KeySetURL, credentials: KeySetURL.Credentials?, deadline: NIODeadline
    ) async throws(KeySetDownloadFailure) -> HTTPClientResponse {
        var request = HTTPClientRequest(url: url.dialled + url.target)
        request.headers.add(name: "Host", value: url.authority)
        request.headers.add(name: "Accept", value: "*/*")
        request.headers.add(name: "User-Agent", value: "Drydock")
        request.headers.add(name: OwnRequest.header, value: OwnRequest.keySet)
        if let credentials { request.setBasicAuth(username: credentials.user, password: credentials.password) }
        let response: HTTPClientResponse
        do {
            response = try await client.execute(request, deadline: deadline)
        } catch {
            throw KeySetDownloadFailure(KeySetDownloadProblem(connecting: error), at: url.description)
        }
        if OwnRequest.isRefusal(response) { throw KeySetDownloadFailure(.ownServer, at: url.description) }
        return response
    }

    /// Where to look instead; nil for an answer that is the last one, as is a redirect without a usable target.
    private func redirect(
        in response: HTTPClientResponse, from url: KeySetURL
    ) throws(KeySetDownloadFailure) -> KeySetURL? {
        guard [301, 302, 303, 307, 308].contains(response.status.code),
            let location = response.headers.first(name: "Location")
        else { return nil }
        do throws(KeySetURLProblem) {
            return try url.following(location)
        } catch .schemeNotAllowed(let target) {
            throw KeySetDownloadFailure(.redirectedElsewhere, at: target)
        } catch {
            return nil
        }
    }

    private func body(
        of response: HTTPClientResponse, from url: KeySetURL, deadline: NIODeadline
    ) async throws(KeySetDownloadFailure) -> [UInt8] {
        // The client's own deadline ends with the head of the answer.
        let outcome = await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await Self.collect(response) }
            group.addTask {
                try? await Task.sleep(for: .nanoseconds((deadline - .now()).nanoseconds))
                return .failed(.bodyTimedOut)
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failed(.bodyTimedOut)
        }
        switch outcome {
        case .collected(let bytes): return bytes
        case .failed(let problem):
            throw KeySetDownloadFailure(Task.isCancelled ? .cancelled : problem, at: url.description)
        }
    }

    private static func collect(_ response: HTTPClientResponse) async -> Outcome {
        var bytes: [UInt8] = []
        do {
            for try await part in response.body {
                guard bytes.count + part.readableBytes <= bodyLimit else { return .failed(.tooLarge(limit: bodyLimit)) }
                bytes += part.readableBytesView
            }
            return .collected(bytes)
        } catch {
            let isChunked = response.headers.contains(name: "Transfer-Encoding")
            return .failed(KeySetDownloadProblem(reading: error, isChunked: isChunked))
        }
    }
}

extension HTTPClient.Configuration {
    /// How a client must be set up that `KeySetDownload` may use; fit for any other single request.
    static var keySetDownload: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: Timeout(connect: KeySetDownload.connectTimeout))
        // A server that refuses the connection is an answer; trying again until the deadline would only hide it.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.maximumUsesPerConnection = 1
        // No connection is used again, so a limit would only have some calls wait for others that hang.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
        configuration.httpVersion = .http1Only
        return configuration
    }
}

extension KeySetURL {
    /// The scheme, host and port to connect to: of names under `.localhost` the loopback address (RFC 6761), which not
    /// every system's resolver knows. The `Host` header keeps the name; a certificate would have to be for 127.0.0.1.
    fileprivate var dialled: String {
        guard host.hasSuffix(".localhost") || host.hasSuffix(".localhost.") else { return origin }
        return "\(isSecure ? "https" : "http")://127.0.0.1\(port.map { ":\($0)" } ?? "")"
    }
}
