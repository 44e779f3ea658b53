/// The names that secrets go by in headers, queries, forms and JSON.
enum SecretNames {
    private static let endings = ["token", "secret", "password", "passphrase", "apikey"]
    private static let words: Set = ["otp", "pin", "passcode", "passwd"]

    /// Whether what has this name is a secret: `appUserIdToken`, `api_key`, `X-Auth-Token`, `passwords`; not `tokenHash`.
    static func contain(_ name: some StringProtocol) -> Bool {
        var letters = name.lowercased().filter { $0.isLetter || $0.isNumber }
        if letters.hasSuffix("s") { letters.removeLast() }
        return words.contains(letters) || endings.contains { letters.hasSuffix($0) }
    }
}
