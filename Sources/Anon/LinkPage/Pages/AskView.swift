import HostedPages

/// A step that asks for something: user name and password, or the code.
struct AskView: Sendable {
    let title: String
    let heading: String
    let progress = ProgressView.stations(current: 1)
    let complaint: String?
    let site: SiteView
    let lead: String?
    let step: String
    let failures: Int
    let opener: String?
    /// The name that was typed in an earlier step.
    let signedInAs: String?
    let fields: [FieldView]
    let submit: String
    let users = TestUserView.all(\.effect)

    init(_ visit: LinkVisit, _ flow: LinkFlow, complaint: FormComplaint?) {
        let name = visit.link.siteName
        let isCode = flow.step == .code
        heading = isCode ? "Confirm that it is you" : "Sign in to \(name)"
        title = complaint == nil ? heading : "Error: \(heading)"
        lead = isCode ? "\(name) asks for a one-time code. Here it is \(MagicUser.code)." : nil
        submit = isCode ? "Continue" : "Sign in"
        self.complaint = complaint?.text
        site = visit.site
        step = flow.step.rawValue
        failures = flow.failures
        opener = visit.opener
        signedInAs = isCode ? flow.userName : nil
        fields = FieldView.all(flow.fields, complaint: complaint, typed: { $0 == .userName ? flow.userName : "" })
    }
}
