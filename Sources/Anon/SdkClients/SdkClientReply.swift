import Kernel

/// An SDK client as answers have it (anon.md 2.5).
struct SdkClientReply: JSONWritable {
    private let client: SdkClient
    private let showsSecret: Bool

    init(_ client: SdkClient, showsSecret: Bool) {
        self.client = client
        self.showsSecret = showsSecret
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", client.id)
            json.member("name", client.name)
            json.member("description", client.description)
            json.member("organizationId", client.organizationID)
            json.member("oauthDisabled", client.isOAuthDisabled)
            json.member("auth", object: writeAuth)
        }
    }

    private func writeAuth(_ json: inout JSONWriter) {
        switch client.kind {
        case .application(let userPoolID):
            json.member("type", "userPool")
            json.member("userPoolId", userPoolID)
            json.member(
                "oauthConfig",
                object: { json in
                    json.member("logoUrl", String?.none)
                    json.member("chromeExtensionId", LinkDefaults.chromeExtensionID)
                    json.member("redirectUrls", [String]())
                })
        case .service(let apiKey, _):
            json.member("type", "apiKey")
            if showsSecret { json.member("secret", apiKey) }
        }
    }
}
