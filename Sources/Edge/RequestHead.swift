import HTTPTypes
import NIOHTTP1

/// A request head as the responder gets it, and what the connection keeps of it; both from one pass over the fields.
struct RequestHead {
    let request: HTTPRequest
    let traits: RequestTraits

    /// - Throws: the answer to a head that cannot be accepted.
    init(_ head: HTTPRequestHead) throws(Refusal) {
        guard let method = HTTPRequest.Method(head.method) else { throw .invalidMethod }
        var traits = RequestTraits()
        traits.isHead = method == .head
        traits.isConnect = method == .connect
        traits.isHTTP10 = head.version.minor == 0
        traits.keepsAlive = head.isKeepAlive

        var fields = HTTPFields()
        fields.reserveCapacity(head.headers.count)
        var host: String?
        var offersUpgrade = false
        var connectsUpgrade = false
        for (rawName, value) in head.headers {
            guard let name = HTTPField.Name(rawName) else { continue }
            let field = HTTPField(name: name, value: value)
            // The length rules nearly every field out before a string is compared.
            switch name.canonicalName.utf8.count {
            case 4 where name.canonicalName == "host":
                guard host == nil else { throw .severalHosts }
                host = value
                continue
            case 6 where name == .expect && !traits.isHTTP10:
                guard field.value.lowercased() == "100-continue" else { throw .unknownExpectation }
                traits.expectsContinue = true
            case 7 where name == .upgrade:
                offersUpgrade = true
            case 10 where name == .connection:
                connectsUpgrade = connectsUpgrade || Self.listsUpgrade(field.value)
            case 14 where name == .contentLength:
                guard let length = Int(field.value) else { throw Refusal(.invalidContentLength) }
                traits.body = .bytes(length)
            case 17 where name == .transferEncoding:
                traits.body = .chunked
            default:
                break
            }
            fields.append(field)
        }
        guard host != nil || traits.isHTTP10 else { throw .missingHost }
        traits.stopsDecoder = traits.isConnect || (offersUpgrade && connectsUpgrade)
        // A CONNECT has no body: the parser takes what follows for the next request.
        if traits.isConnect { traits.body = .bytes(0) }

        let target = try RequestTarget(head.uri, isConnect: traits.isConnect)
        self.traits = traits
        self.request = HTTPRequest(
            method: method, scheme: "http", authority: target.authority ?? host, path: target.path,
            headerFields: fields)
    }

    private static func listsUpgrade(_ connection: String) -> Bool {
        guard connection.utf8.count >= 7 else { return false }
        return connection.lowercased().split(separator: ",").contains { token in
            token.split(whereSeparator: \.isWhitespace) == ["upgrade"]
        }
    }
}
