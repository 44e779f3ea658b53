import Admin
import Browsers
import EmbeddedDocuments
import HostedPages
import Kernel
import KernelHTTP
import Scenarios

/// The FAQ that Drydock carries: `Fixtures/faq`, read at first use, with the reasons of all parts.
enum FAQDocuments {
    /// The catalog; a failure if a file cannot be read, which a test rules out.
    static let catalog = Result<FAQCatalog, ScenarioComplaints> { () throws(ScenarioComplaints) in
        FAQCatalog(
            anon: try read(embeddedAnonFAQ(), file: "faq/anon.yaml"),
            anchor: try read(embeddedAnchorFAQ(), file: "faq/anchor.yaml"), reasons: reasons)
    }

    private static func read(_ document: EmbeddedDocument, file: String) throws(ScenarioComplaints) -> [FAQEntry] {
        try ScenarioReader.readDocument(document.text, file: file, whole: "the FAQ")
    }

    /// Those that several parts give, and those of each vendor and of the control plane.
    private static var reasons: [ExplainedReason] {
        ExplainedReason.all(of: CommonReason.self) + ExplainedReason.all(of: BrowserReason.self)
            + ExplainedReason.all(of: WebSocketReason.self)
            + ExplainedReason.all(of: SignInReason.self)
            + ExplainedReason.all(of: ControlReason.self) + VendorKind.all.flatMap(\.reasons)
    }
}
