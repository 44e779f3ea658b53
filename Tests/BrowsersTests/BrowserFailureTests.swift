import Browsers
import Testing

struct BrowserFailureTests {
    @Test(
        "A failure that a flag would mend names the flag",
        arguments: [
            (BrowserFailure.notConfigured, "--browser"), (.tooMany(limit: 4), "--browsers"),
        ])
    func failureNamesFlag(failure: BrowserFailure, flag: String) {
        #expect(failure.description.contains(flag))
    }
}
