import Kernel
import Testing

@testable import Anchor

struct CallbackReturnTests {
    @Test(
        "the outcome is appended literally, as documented, with the reason where that goes wrong",
        arguments: [
            ("https://a.example/cb", "https://a.example/cb?identity_id=i&status=success", nil),
            ("https://a.example", "https://a.example?identity_id=i&status=success", nil),
            ("https://a.example/cb?x=1", "https://a.example/cb?x=1?identity_id=i&status=success", "callback.hasQuery"),
            ("https://a.example/cb?", "https://a.example/cb??identity_id=i&status=success", "callback.hasQuery"),
            ("https://a.example/cb#f", "https://a.example/cb#f?identity_id=i&status=success", "callback.hasFragment"),
        ])
    func literal(callback: String, url: String, reason: String?) {
        let back = CallbackReturn(to: callback, identityID: "i", status: "success", policies: AnchorPolicies())
        #expect(back.url == url)
        #expect(back.reason?.code == reason)
    }

    @Test(
        "merging respects query and fragment",
        arguments: [
            ("https://a.example/cb", "https://a.example/cb?identity_id=i&status=success"),
            ("https://a.example/cb?x=1", "https://a.example/cb?x=1&identity_id=i&status=success"),
            ("https://a.example/cb?", "https://a.example/cb?identity_id=i&status=success"),
            ("https://a.example/cb?x=1#f?", "https://a.example/cb?x=1&identity_id=i&status=success#f?"),
        ])
    func merge(callback: String, url: String) {
        var policies = AnchorPolicies()
        policies.callbackAppend = .merge
        let back = CallbackReturn(to: callback, identityID: "i", status: "success", policies: policies)
        #expect(back.url == url)
        #expect(back.reason == nil)
    }

    @Test(
        "the identity goes by the name that the policy says",
        arguments: [
            (AnchorPolicies.CallbackParameter.snake, "identity_id=i&status=success"),
            (.camel, "identityId=i&status=success"), (.both, "identity_id=i&identityId=i&status=success"),
        ])
    func parameter(policy: AnchorPolicies.CallbackParameter, query: String) {
        var policies = AnchorPolicies()
        policies.callbackParameter = policy
        let back = CallbackReturn(
            to: "https://a.example/cb", identityID: "i", status: "success", policies: policies)
        #expect(back.url == "https://a.example/cb?\(query)")
    }

    @Test("without an identity there is the status alone", arguments: AnchorPolicies.CallbackParameter.allCases)
    func statusAlone(policy: AnchorPolicies.CallbackParameter) {
        var policies = AnchorPolicies()
        policies.callbackParameter = policy
        let back = CallbackReturn(
            to: "https://a.example/cb", identityID: nil, status: "cancelled", policies: policies)
        #expect(back.url == "https://a.example/cb?status=cancelled")
    }
}
