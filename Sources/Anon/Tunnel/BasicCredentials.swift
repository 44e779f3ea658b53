import FoundationEssentials

/// The base64 of HTTP's Basic scheme.
enum BasicCredentials {
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        Data(base64Encoded: String(text)).map(Array.init)
    }
}
