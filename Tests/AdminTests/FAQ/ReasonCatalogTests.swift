import Anchor
import Anon
import FoundationEssentials
import HostedPages
import Kernel
import KernelHTTP
import Testing

@testable import Admin

@Suite("Control plane: reasons")
struct ReasonCatalogTests {
    private let reasons = FAQCatalog.shipped.reasons

    @Test("the parts together explain every code that there is")
    func complete() {
        let codes = Set(reasons.map(\.code))
        #expect(
            codes.isSuperset(of: [
                "clock.backwards", "path.unknown", "credits.none", "jwt.unknownKid", "key.notAKey", "signIn.failed",
            ]))
        let given = [
            AnchorVendor().reasons.map(\.code), AnonVendor().reasons.map(\.code),
            CommonReason.allCases.map(\.rawValue), ControlReason.allCases.map(\.rawValue),
            SignInReason.allCases.map(\.rawValue),
        ]
        #expect(codes == Set(given.joined()))
        #expect(reasons.count == given.joined().count)
    }

    @Test("nothing in the sources makes a code of its own: a reason is given by an enumeration's case, or handed on")
    func typed() throws {
        let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        var handedOn: Set<String> = []
        for file in try FileManager.default.subpathsOfDirectory(atPath: "\(root)/Sources") {
            guard file.hasSuffix(".swift") else { continue }
            let text = try String(contentsOfFile: "\(root)/Sources/\(file)", encoding: .utf8)
            if text.contains("Reason(code:") { handedOn.insert(file) }
            #expect(text.firstMatch(of: #/Reason\(code:\s*"/#) == nil, "\(file)")
        }
        #expect(
            handedOn == [
                "Admin/ControlRefusal.swift", "HostedPages/SignIn.swift", "KernelHTTP/Journal/PackedEntry.swift",
            ])
    }

    @Test("each code is explained once, in words")
    func wellFormed() {
        #expect(Set(reasons.map(\.code)).count == reasons.count)
        for reason in reasons {
            #expect(reason.code.wholeMatch(of: #/[a-z][A-Za-z]*\.[a-z][A-Za-z0-9]*/#) != nil, "\(reason.code)")
            let explanation = reason.explanation
            for text in [explanation.symptom, explanation.cause, explanation.fix] {
                #expect(text.hasSuffix("."), "\(reason.code)")
            }
        }
    }
}
