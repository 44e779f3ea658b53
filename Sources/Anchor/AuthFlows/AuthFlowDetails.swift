import Kernel

/// An auth flow as every answer shows it (anchor.md 2).
struct AuthFlowDetails: JSONWritable {
    private struct CustomField: JSONWritable {
        let name: String

        func write(to json: inout JSONWriter) {
            json.object { $0.member("name", name) }
        }
    }

    private let flow: AuthFlow

    init(_ flow: AuthFlow) {
        self.flow = flow
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", flow.id)
            json.member("name", flow.name)
            json.member("description", flow.description)
            json.member("is_recommended", flow.isRecommended)
            json.member("methods", flow.methods)
            json.member("custom_fields", flow.customFields.map(CustomField.init))
            json.member("created_at", flow.createdAt)
            json.member("updated_at", flow.updatedAt)
        }
    }
}
