import Kernel
import Testing
import Tokens

@Suite("KeySetFailure")
struct KeySetFailureTests {
    @Test("shows what reqwest shows", arguments: DownloadProblems.texts)
    func texts(problem: KeySetDownloadProblem, text: String) {
        #expect(KeySetFailure.download(KeySetDownloadFailure(problem, at: DownloadProblems.url)).description == text)
    }

    @Test(
        "has a reason of its own for each kind",
        arguments: DownloadProblems.codes)
    func codes(problem: KeySetDownloadProblem, code: String) {
        let reason = KeySetDownloadFailure(problem, at: DownloadProblems.url).reason
        #expect(reason.code == code)
        #expect(reason.detail.contains(DownloadProblems.url))
    }

    @Test(
        "tells a shell variable that was not replaced from any other text that is no URL",
        arguments: [
            ("$ANON_JWKS_PUBLIC_URL", "jwks.unexpandedVariable", "$ANON_JWKS_PUBLIC_URL"),
            ("${ANON_JWKS_PUBLIC_URL}", "jwks.unexpandedVariable", "${ANON_JWKS_PUBLIC_URL}"),
            ("$_base/jwks.json", "jwks.unexpandedVariable", "$_base"),
            ("$1/jwks.json", "jwks.badURL", "http://"), ("$", "jwks.badURL", "http://"), ("", "jwks.badURL", "http://"),
            ("example.com/$X", "jwks.badURL", "http://"), ("ftp://x/", "jwks.badURL", "neither http nor https"),
            ("http://", "jwks.badURL", "empty host"),
        ])
    func givenURLs(text: String, code: String, word: String) throws {
        let problem = try #require(throws: KeySetURLProblem.self) { try KeySetURL(text) }
        let reason = KeySetFailure.badURL(text, problem).reason
        #expect(reason.code == code)
        #expect(reason.detail.contains(word))
        #expect(reason.detail.contains("single quotes") == (code == "jwks.unexpandedVariable"))
    }

    @Test("tells a host that is a shell variable from an unknown host")
    func variableHost() {
        let failure = KeySetDownloadFailure(.unknownHost, at: "http://$host/jwks.json")
        #expect(failure.reason.code == "jwks.unexpandedVariable")
        #expect(failure.description.contains("dns error"))
    }
}
