import Assembly
import Testing

@Suite struct VersionTests {
    @Test(arguments: [
        (nil, ""), ("0189570", " (commit 0189570)"), ("0189570 with changes", " (commit 0189570 with changes)"),
    ])
    func `the version is told with the commit where that is known`(commit: String?, rest: String) {
        #expect(DrydockVersion.description(builtOf: commit) == "drydock \(DrydockVersion.current)\(rest)")
    }
}
