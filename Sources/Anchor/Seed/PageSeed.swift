import FoundationEssentials
import Kernel
import KernelHTTP

/// A page that a scenario scripts for the page tools.
struct PageSeed: Codable, Sendable {
    var url: Matcher
    var status: Int?
    var contentType: String?
    var body: String?
    var base64: String?
    var delay: TimeSpan?
    /// Nil if it is given in no way, in two, or in base64 that is none. All worlds of a scenario share it.
    private(set) var content: StoredBytes?

    private enum CodingKeys: String, CodingKey { case url, status, contentType, body, base64, delay }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        url = try container.decode(Matcher.self, forKey: .url)
        status = try container.decodeIfPresent(Int.self, forKey: .status)
        contentType = try container.decodeIfPresent(String.self, forKey: .contentType)
        body = try container.decodeIfPresent(String.self, forKey: .body)
        base64 = try container.decodeIfPresent(String.self, forKey: .base64)
        delay = try container.decodeIfPresent(TimeSpan.self, forKey: .delay)
        content =
            switch (body, base64) {
            case (let text?, nil): StoredBytes(present: Array(text.utf8))
            case (nil, let base64?):
                Data(base64Encoded: base64.filter { !$0.isWhitespace }).map { StoredBytes(present: [UInt8]($0)) }
            default: nil
            }
    }
}

extension PageSeed: ObjectDescribed {
    static let objectDescription = ObjectDescription(
        [
            "url":
                "The address, or which addresses: {matches: '^https://shop\\.example\\.com/'}. The first page that fits is the one.",
            "status": FieldDescription("What the site answers with; without it, 200.", range: 200...599),
            "contentType": "Without it, that of HTML for a body, or application/octet-stream.",
            "body": "The page as text; this or base64.",
            "base64": "The page in base64; this or body.",
            "delay": "How long it takes to load, by the world's clock.",
        ], atLeastOneOf: ["body", "base64"], atMostOneOf: ["body", "base64"])
}

extension AnchorState {
    /// Keeps a page for the page tools. One that is complained about is left out.
    mutating func insert(_ seed: PageSeed) {
        guard let content = seed.content else { return }
        let ordinal = nextOrdinal()
        addFileBytes(content.count)
        scriptedPages["\(ordinal)"] = ScriptedPage(
            ordinal: ordinal, url: seed.url, status: seed.status ?? 200,
            contentType: seed.contentType
                ?? (seed.body == nil ? "application/octet-stream" : "text/html; charset=utf-8"),
            content: content, delay: seed.delay ?? .zero)
    }
}

extension AnchorSeed {
    /// Pages without content, or of a type that is none.
    func pageComplaints() -> [SectionComplaint] {
        (pages ?? []).enumerated().flatMap { index, page in
            let path = ["pages", "\(index)"]
            var found: [SectionComplaint] = []
            if page.content == nil {
                let problem =
                    (page.body == nil) == (page.base64 == nil)
                    ? "a page needs either body or base64" : "is not base64"
                found.append(
                    SectionComplaint(path: path + [page.base64 == nil ? "url" : "base64"], problem: problem))
            }
            if let type = page.contentType, !VolumeEntry.File.isType(type) {
                found.append(
                    SectionComplaint(path: path + ["contentType"], problem: "must be a media type such as text/html"))
            }
            return found
        }
    }
}
