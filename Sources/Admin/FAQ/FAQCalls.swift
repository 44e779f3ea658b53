import HTTPTypes
import Kernel
import KernelHTTP

/// `/faq` and `/faq/{id}`: a page for a person, JSON for a program.
enum FAQCalls {
    @Sendable static func list(_ call: ControlCall) -> Reply {
        let list = FAQList(entries: FAQCatalogue.entries, reasons: ReasonCatalogue.entries)
        return call.prefersPage ? FAQPage.page(list).reply() : .json(.ok, list)
    }

    /// An FAQ entry by its id, or a reason by its code: where the hints of refusals lead.
    @Sendable static func read(_ call: ControlCall) throws -> Reply {
        let id = call.parameter("id")
        if let entry = FAQCatalogue.entry(id) {
            return call.prefersPage ? FAQPage.page(entry).reply() : .json(.ok, entry)
        }
        if let reason = ReasonCatalogue.entry(id) {
            return call.prefersPage ? FAQPage.page(reason).reply() : .json(.ok, reason)
        }
        throw ControlRefusal(.notFound, FAQText.complaint(about: id), code: "reason.unknown")
    }
}
