import Kernel

/// `GET /account/api/v1/appIntegration?id=` (anon.md 3.3; the body is inferred)
enum GetAppIntegration {
    struct Reply: JSONWritable {
        let integration: AppIntegration

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", integration.id)
                json.member("displayName", integration.displayName)
                json.member("iconUrl", integration.iconURL)
                json.member("authUrl", integration.authURL)
                json.member("checkUrl", integration.checkURL)
            }
        }
    }
}
