import HostedPages

/// A step that asks for something: user name, password, code, or all fields of a flow.
struct AskView: Sendable {
    let title: String
    let heading: String
    let progress = ProgressView.stations(current: 1)
    let complaint: String?
    let site: SiteView
    let lead: String?
    let token: String
    let page: Int
    let step: String
    let failures: Int
    let flowID: String
    /// The name that was typed in an earlier step.
    let signedInAs: String?
    let fields: [FieldView]
    let submit: String
    let canGoBack: Bool
    let users = TestUserView.all(\.effect)

    /// - Parameter typed: what the fields hold already.
    init(
        _ flow: ConnectFlow, visit: ConnectVisit, complaint: FormComplaint?, typed: (SignInField) -> String
    ) {
        let application = visit.invitation.application
        (heading, lead, submit) = Self.words(for: flow, at: application.name)
        let named = flow.step == .password || flow.step == .code ? "\(heading) – \(application.name)" : heading
        title = complaint == nil ? named : "Error: \(named)"
        self.complaint = complaint?.text
        site = SiteView(name: application.name, address: application.site)
        token = visit.token
        page = visit.page
        step = flow.step.rawValue
        failures = flow.failures
        flowID = flow.authFlow?.id ?? ""
        let asked = flow.fields
        signedInAs = asked.contains(.userName) ? nil : flow.userName
        fields = FieldView.all(asked, complaint: complaint, typed: typed)
        canGoBack = flow.step == .password
    }

    private static func words(
        for flow: ConnectFlow, at site: String
    ) -> (heading: String, lead: String?, submit: String) {
        switch flow.step {
        case .welcome, .userName: ("Sign in to \(site)", nil, "Next")
        case .password: ("Enter your password", nil, "Sign in")
        case .details: ("Sign in to \(site)", flow.authFlow?.description, "Sign in")
        case .code:
            ("Confirm that it is you", "\(site) asks for a one-time code. Here it is \(MagicUser.code).", "Continue")
        }
    }
}
