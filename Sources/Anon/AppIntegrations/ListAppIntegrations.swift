import Kernel

/// `GET /account/api/v1/appIntegration` without `id` (anon.md 3.3)
enum ListAppIntegrations {
    struct Reply: JSONWritable {
        let integrations: [AppIntegration]

        func write(to json: inout JSONWriter) {
            json.object { $0.member("apps", integrations.map(Item.init)) }
        }
    }

    private struct Item: JSONWritable {
        let integration: AppIntegration

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", integration.id)
                json.member("displayName", integration.displayName)
                json.member("iconUrl", integration.iconURL)
            }
        }
    }
}
