import Browsers
import Kernel
import KernelHTTP

/// What a page tool is told about the page: `{url?, wait?}` and, for one of them, which tab.
struct ToolVisit: Sendable {
    /// nil for the session's page as it is.
    let url: String?
    let wait: TimeSpan
    /// The tab's number; it goes before `isInNewPage` (anchor.md 12.8).
    var index: Int?
    var isInNewPage = false

    /// How long a tool may be told to wait: as long as `fetch-webpage` takes at most (ours).
    static let longestWait = 20_000

    /// Throws for an address that no page can have, and for none where there is no session whose page it could be.
    init(_ fields: Fields, hasSession: Bool) throws {
        let text: String? = try fields.optional("url")
        if let text, !text.isEmpty {
            let address = OpenableAddress(text)
            guard address != nil || fields.reading == .lenient else { throw AnchorProblem.addressRefused(text) }
            url = address?.text ?? "about:blank"
        } else if hasSession || fields.reading == .lenient {
            url = hasSession ? nil : "about:blank"
        } else {
            throw fields.complaint("url", "is required without a sessionId")
        }
        wait = .milliseconds(Int64(try fields.number("wait", in: 0...Self.longestWait) ?? 0))
    }

    /// As a browser is asked for it.
    func visit(within limit: TimeSpan) -> PageVisit {
        var visit = PageVisit()
        visit.url = url
        visit.index = index
        visit.isInNewPage = isInNewPage
        visit.wait = wait.duration
        visit.limit = limit.duration
        return visit
    }
}

/// `POST /v1/tools/fetch-webpage` (anchor.md 10)
struct FetchWebpageBody: Sendable {
    /// The words of `format`.
    enum Format: String, CaseIterable, Sendable { case html, markdown }

    var visit: ToolVisit
    let format: Format
    let takesPartial: Bool

    init(_ fields: Fields, hasSession: Bool) throws {
        visit = try ToolVisit(fields, hasSession: hasSession)
        visit.index = try fields.number("page_index", in: 0...1_000_000)
        visit.isInNewPage = try fields.optional("new_page") ?? false
        format = try fields.choice("format") ?? .html
        takesPartial = try fields.optional("return_partial_on_timeout") ?? false
    }
}

/// `POST /v1/tools/screenshot` (anchor.md 10)
struct ToolScreenshotBody: Sendable {
    let visit: ToolVisit
    let exposure: PageExposure

    init(_ fields: Fields, hasSession: Bool) throws {
        visit = try ToolVisit(fields, hasSession: hasSession)
        var exposure = PageExposure()
        exposure.width = try fields.number("width", in: 1...PagePicture.largestWidth)
        exposure.height = try fields.number("height", in: 1...PagePicture.largestHeight)
        exposure.hasFullHeight = try fields.optional("capture_full_height") ?? false
        exposure.scrollsThrough = try fields.optional("scroll_all_content") ?? false
        _ = try fields.number("image_quality", in: 1...100)
        if let target: String = try fields.optional("s3_target_address"), WebAddress(target) == nil,
            fields.reading == .strict
        {
            throw fields.complaint("s3_target_address", "must be an http or https URL")
        }
        self.exposure = exposure
    }
}

/// `POST /v1/tools/page-pdf` (anchor.md 10)
struct PagePDFBody: Sendable {
    let visit: ToolVisit
    /// As `Page.printToPDF` takes them: under the same names.
    let options: JSONObject
    /// The paper, in points.
    let width: Int
    let height: Int

    private static let flags = ["landscape", "displayHeaderFooter", "printBackground", "preferCSSPageSize"]
    private static let margins = ["marginTop", "marginBottom", "marginLeft", "marginRight"]
    /// The largest paper, in inches (ours).
    private static let largestPaper = 200.0

    init(_ fields: Fields, hasSession: Bool) throws {
        visit = try ToolVisit(fields, hasSession: hasSession)
        var options = JSONObject()
        for name in Self.flags {
            if let flag: Bool = try fields.optional(name) { options[name] = .bool(flag) }
        }
        for name in ["headerTemplate", "footerTemplate"] {
            if let text: String = try fields.optional(name) { options[name] = .string(text) }
        }
        if let scale = try fields.decimal("scale", 0.1...2) { options["scale"] = .number(scale) }
        for name in Self.margins {
            if let margin = try fields.decimal(name, 0...Self.largestPaper) { options[name] = .number(margin) }
        }
        if let ranges: String = try fields.optional("pageRanges") {
            if Self.areRanges(ranges) {
                options["pageRanges"] = .string(ranges)
            } else if fields.reading == .strict {
                throw fields.complaint("pageRanges", "must be ranges of pages such as 1-3, 5")
            }
        }
        var sides = [8.5, 11]
        for (index, name) in ["paperWidth", "paperHeight"].enumerated() {
            guard let side = try fields.decimal(name, 0.1...Self.largestPaper) else { continue }
            options[name] = .number(side)
            sides[index] = side
        }
        if options["landscape"] == true { sides.reverse() }
        self.options = options
        width = Int(sides[0] * 72)
        height = Int(sides[1] * 72)
    }

    /// `^\d+(-\d+)?(,\s*\d+(-\d+)?)*$` (anchor.md 10)
    private static func areRanges(_ text: String) -> Bool {
        text.split(separator: ",", omittingEmptySubsequences: false).enumerated().allSatisfy { index, range in
            let range = index == 0 ? range : range.drop(while: \.isWhitespace)
            let ends = range.split(separator: "-", omittingEmptySubsequences: false)
            return (1...2).contains(ends.count)
                && ends.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
        }
    }
}

extension Fields {
    /// A whole number within bounds; nil if it is absent, and one of the bounds where bodies are taken as they come.
    fileprivate func number(_ name: String, in range: ClosedRange<Int>) throws(FieldComplaint) -> Int? {
        guard let number: Int = try optional(name) else { return nil }
        if reading == .strict, !range.contains(number) {
            throw complaint(name, "must be from \(range.lowerBound) to \(range.upperBound), not \(number)")
        }
        return min(max(number, range.lowerBound), range.upperBound)
    }

    /// The same for a number with a fraction.
    fileprivate func decimal(_ name: String, _ range: ClosedRange<Double>) throws(FieldComplaint) -> Double? {
        guard let number: Double = try optional(name) else { return nil }
        if reading == .strict, !range.contains(number) {
            let (least, most) = (JSONWriter.text(range.lowerBound), JSONWriter.text(range.upperBound))
            throw complaint(name, "must be from \(least) to \(most), not \(JSONWriter.text(number))")
        }
        return min(max(number, range.lowerBound), range.upperBound)
    }
}
