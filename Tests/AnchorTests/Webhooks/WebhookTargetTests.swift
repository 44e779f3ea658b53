import Testing

@testable import Anchor

@Suite("Addresses of webhooks (anchor.md 8.1)")
struct WebhookTargetTests {
    @Test(
        "public ones are taken, whatever the policy",
        arguments: [
            "https://hooks.example.com/anchor", "https://example.com:8443/a?b=c#d", "https://8.8.8.8/hook",
            "https://[2606:4700:4700::1111]/hook", "https://xn--bcher-kva.example/", "https://bücher.example/",
            "https://s3.amazonaws.com/bucket", "https://local.example.com",
            "https://internal.example.com", "https://[::ffff:8.8.8.8]/", "https://172.15.0.1/", "https://172.32.0.1/",
            "https://sts.example.com/", "HTTPS://HOOKS.EXAMPLE.COM",
        ])
    func good(url: String) {
        for targets in WebhookPolicies.Targets.allCases {
            #expect(WebhookTarget.problem(of: url, targets) == nil, "\(targets)")
        }
    }

    @Test(
        "what is no URL that could be used is refused, whatever the policy",
        arguments: [
            "", "hooks.example.com", "ftp://hooks.example.com", "https://", "https:///a", "https://a b.example",
            "https://ada:secret@hooks.example.com/", "https://ada@hooks.example.com/", "http://@127.0.0.1/",
            "https://hooks.example.com:99999/", "https://hooks..example.com/", "https://hooks.example.com./",
            "https://localhost./", "/hook", "https://\u{0}.example/",
            "https://hooks.example.com/" + String(repeating: "a", count: 2048 - 25),
        ])
    func malformed(url: String) {
        for targets in WebhookPolicies.Targets.allCases {
            guard case .malformed = WebhookTarget.problem(of: url, targets) else {
                Issue.record("\(targets): \(String(describing: WebhookTarget.problem(of: url, targets)))")
                continue
            }
        }
    }

    @Test("2048 characters are taken")
    func longest() {
        let url = "https://hooks.example.com/" + String(repeating: "a", count: 2048 - 26)
        #expect(url.count == 2048 && WebhookTarget.problem(of: url, .vendor) == nil)
    }

    @Test(
        "this machine's are refused as the vendor does, and taken for tests",
        arguments: [
            "127.0.0.1", "127.0.0.1:8080", "127.8.9.10", "localhost:3000", "LocalHost", "hooks.localhost",
            "[::1]:8080", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        ])
    func loopback(place: String) {
        #expect(isRefused("https://\(place)/hook", .vendor))
        #expect(isRefused("http://\(place)/hook", .vendor))
        for targets in [WebhookPolicies.Targets.loopback, .any] {
            #expect(WebhookTarget.problem(of: "https://\(place)/hook", targets) == nil)
            #expect(WebhookTarget.problem(of: "http://\(place)/hook", targets) == nil)
        }
    }

    @Test("http is refused as the vendor does, and taken for tests")
    func insecure() {
        #expect(WebhookTarget.problem(of: "http://hooks.example.com", .vendor) == .insecure)
        #expect(WebhookTarget.problem(of: "http://hooks.example.com", .loopback) == nil)
    }

    @Test(
        "private networks, metadata services, internal names and Amazon's keepers of keys are refused unless all is taken",
        arguments: [
            "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
            "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192", "0.0.0.0", "0.1.2.3", "224.0.0.1",
            "255.255.255.255", "198.18.0.1", "192.0.2.1", "203.0.113.9", "240.0.0.1",
            "[::]", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[fec0::1]", "[::ffff:10.0.0.1]",
            "[::ffff:a9fe:a9fe]", "[64:ff9b::a00:1]", "[2002:0a00:0001::1]", "[2001::1]", "[2001:db8::1]", "[::a00:1]",
            "printer.local", "vault.internal", "metadata.google.internal", "METADATA.GOOGLE.INTERNAL", "intranet",
            "metadata", "router.lan", "host.docker.internal",
            "sts.amazonaws.com", "sts.eu-central-1.amazonaws.com", "iam.amazonaws.com", "eks.us-east-1.amazonaws.com",
            "oidc.eks.us-east-1.amazonaws.com", "1234.gr7.us-east-1.eks.amazonaws.com", "sts.us-east-1.api.aws",
            "sts.cn-north-1.amazonaws.com.cn", "sts-fips.us-east-1.amazonaws.com",
        ])
    func refused(host: String) {
        #expect(isRefused("https://\(host)/hook", .vendor))
        #expect(isRefused("https://\(host)/hook", .loopback))
        #expect(WebhookTarget.problem(of: "https://\(host)/hook", .any) == nil)
    }

    @Test(
        "numbers that browsers take for an address are refused: nobody writes them who means well",
        arguments: [
            "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0x7f000001", "017700000001", "3232235777",
            "010.0.0.1", "1.2.3.4.5", "256.1.1.1", "hooks.example.0x10",
        ])
    func numbers(host: String) {
        for targets in WebhookPolicies.Targets.allCases { #expect(isRefused("http://\(host)/", targets), "\(targets)") }
    }

    private func isRefused(_ url: String, _ targets: WebhookPolicies.Targets) -> Bool {
        guard case .refused = WebhookTarget.problem(of: url, targets) else { return false }
        return true
    }
}
