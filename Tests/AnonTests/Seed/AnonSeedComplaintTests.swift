import FoundationEssentials
import Kernel
import Testing

@testable import Anon

struct AnonSeedComplaintTests {
    private func seed(_ text: String) throws -> AnonSeed {
        try JSONDecoder().decode(AnonSeed.self, from: Data(text.utf8))
    }

    private func check(_ text: String, _ path: String, _ problem: String) throws {
        let complaints = try seed(text).complaints()
        #expect(complaints.map { $0.path.joined(separator: ".") } == [path])
        #expect(complaints.map(\.problem) == [problem])
    }

    @Test(
        "a reference that leads nowhere, with what was meant",
        arguments: [
            (
                #"{"organizations": [{"name": "Acme"}], "userPools": [{"name": "p", "organization": "Acne"}]}"#,
                "userPools.0.organization", #"there is no organization "Acne"; did you mean "Acme"?"#
            ),
            (
                #"{"sdkClients": [{"name": "c", "kind": "service", "organization": "x"}]}"#,
                "sdkClients.0.organization",
                #"there is no organization "x""#
            ),
            (
                #"{"userPools": [{"name": "Users"}], "sdkClients": [{"name": "c", "kind": "application", "userPool": "User"}]}"#,
                "sdkClients.0.userPool", #"there is no userPool "User"; did you mean "Users"?"#
            ),
            (
                #"{"appUsers": [{"id": "ada", "organization": "x"}]}"#, "appUsers.0.organization",
                #"there is no organization "x""#
            ),
        ])
    func references(text: String, path: String, problem: String) throws {
        try check(text, path, problem)
    }

    @Test(
        "a pool of another organisation than the client's",
        arguments: [
            (
                """
                {"organizations": [{"id": "o", "name": "Acme"}], "userPools": [{"name": "p", "organization": "o"}],
                 "sdkClients": [{"name": "c", "kind": "application", "userPool": "p"}]}
                """, #"the user pool "p" is another organisation's"#
            ),
            (
                """
                {"organizations": [{"name": "Acme"}],
                 "sdkClients": [{"name": "c", "kind": "application", "organization": "Acme"}]}
                """, "the ready-made user pool is another organisation's; name one of \"Acme\""
            ),
        ])
    func otherOrganizationsPools(text: String, problem: String) throws {
        try check(text, "sdkClients.0.userPool", problem)
    }

    @Test("the same organisation by id and by name is the same")
    func sameOrganization() throws {
        let seed = try seed(
            """
            {"organizations": [{"id": "o", "name": "Acme"}], "userPools": [{"id": "p", "name": "P", "organization": "o"}],
             "sdkClients": [{"name": "c", "kind": "application", "organization": "Acme", "userPool": "p"}]}
            """)
        #expect(seed.complaints().isEmpty)
    }

    @Test(
        "an id, a name, an address or a key that is there already",
        arguments: [
            (
                #"{"organizations": [{"id": "a", "name": "A"}], "userPools": [{"id": "a", "name": "p"}]}"#,
                "userPools.0.id",
                #"the id "a" is given twice"#
            ),
            (
                #"{"organizations": [{"name": "A"}, {"name": "A"}]}"#, "organizations.1.name",
                #"the organization name "A" is given twice"#
            ),
            (
                #"{"organizations": [{"name": "Drydock"}]}"#, "organizations.0.name",
                #"the organization name "Drydock" is the ready-made set's"#
            ),
            (
                #"{"userPools": [{"name": "p"}, {"name": "p"}]}"#, "userPools.1.name",
                #"the user pool name "p" is given twice"#
            ),
            (
                #"{"userPools": [{"name": "Example users"}]}"#, "userPools.0.name",
                #"the user pool name "Example users" is the ready-made set's"#
            ),
            (
                #"{"organizations": [{"name": "A", "members": [{"email": "a@x", "password": "p"}]}, {"name": "B", "members": [{"email": "A@x", "password": "p"}]}]}"#,
                "organizations.1.members.0.email", #"the email "a@x" is given twice"#
            ),
            (
                #"{"organizations": [{"name": "A", "members": [{"email": "Admin@drydock.example", "password": "p"}]}]}"#,
                "organizations.0.members.0.email", #"the email "admin@drydock.example" is the ready-made set's"#
            ),
            (
                #"{"organizations": [{"name": "A", "members": [{"id": "m", "email": "a@x", "password": "p"}, {"id": "m", "email": "b@x", "password": "p"}]}]}"#,
                "organizations.0.members.1.id", #"the id "m" is given twice"#
            ),
            (
                #"{"sdkClients": [{"name": "a", "kind": "service", "apiKey": "anon_a"}, {"name": "b", "kind": "service", "apiKey": "anon_a"}]}"#,
                "sdkClients.1.apiKey", #"the API key "anon_a" is given twice"#
            ),
            (#"{"apps": [{"id": "shop"}, {"id": "shop"}]}"#, "apps.1.id", #"the app "shop" is given twice"#),
            (#"{"appUsers": [{"id": "ada"}, {"id": "ada"}]}"#, "appUsers.1.id", #"the app user "ada" is given twice"#),
            (
                #"{"organizations": [{"id": "o", "name": "A"}], "appUsers": [{"id": "ada", "organization": "o"}, {"id": "ada", "organization": "A"}]}"#,
                "appUsers.1.id", #"the app user "ada" is given twice"#
            ),
            (
                #"{"appUsers": [{"id": "ada", "sessions": [{"app": "uber"}, {"app": "uber"}]}]}"#,
                "appUsers.0.sessions.1.app", #"the session at "uber" is given twice"#
            ),
            (
                #"{"appUsers": [{"id": "ada", "sessions": [{"id": "s", "app": "uber"}]}, {"id": "bob", "sessions": [{"id": "s", "app": "uber"}]}]}"#,
                "appUsers.1.sessions.0.id", #"the id "s" is given twice"#
            ),
        ])
    func duplicates(text: String, path: String, problem: String) throws {
        try check(text, path, problem)
    }

    @Test("one external id in both key spaces, or in two organisations, is two users")
    func sameExternalID() throws {
        let seed = try seed(
            """
            {"organizations": [{"name": "Acme"}], "appUsers": [{"id": "ada"}, {"id": "ada", "environment": "prod"},
             {"id": "ada", "organization": "Acme"}]}
            """)
        #expect(seed.complaints().isEmpty)
    }

    @Test(
        "a key that no client could use, or that its client cannot have",
        arguments: [
            ("sk-1", "apiKey", "must begin with anon_ or ory_ and have no @"),
            ("anon_1@w", "apiKey", "must begin with anon_ or ory_ and have no @"),
            ("", "apiKey", "must begin with anon_ or ory_ and have no @"),
            ("anon_invalid_1", "apiKey", "keys that begin with anon_invalid are refused in every scenario"),
        ])
    func keys(key: String, member: String, problem: String) throws {
        try check(
            #"{"sdkClients": [{"name": "a", "kind": "service", "apiKey": "\#(key)"}]}"#, "sdkClients.0.\(member)",
            problem)
        try check(#"{"policies": {"apiKeys": ["anon_good", "\#(key)"]}}"#, "policies.apiKeys.1", problem)
    }

    @Test(
        "what only one kind of client has",
        arguments: [
            (
                #"{"sdkClients": [{"name": "a", "kind": "application", "apiKey": "anon_1"}]}"#, "sdkClients.0.apiKey",
                "only a service client has a key"
            ),
            (
                #"{"userPools": [{"name": "p"}], "sdkClients": [{"name": "a", "kind": "service", "userPool": "p"}]}"#,
                "sdkClients.0.userPool", "only a webapp (application) has a pool"
            ),
        ])
    func kinds(text: String, path: String, problem: String) throws {
        try check(text, path, problem)
    }

    @Test(
        "a tunnel that leads nowhere",
        arguments: [
            ("page.test", "page.test", #""page.test" is no address such as 127.0.0.1:8443"#),
            ("page.test", "127.0.0.1:0", #""127.0.0.1:0" is no address such as 127.0.0.1:8443"#),
            ("page.test:443", "127.0.0.1:1", "names only, without a port: the browser's port is not looked at"),
        ])
    func tunnels(name: String, address: String, problem: String) throws {
        try check(
            #"{"policies": {"tunnel": {"hosts": {"\#(name)": "\#(address)"}}}}"#, "policies.tunnel.hosts.\(name)",
            problem)
    }

    @Test("a section that says nothing has nothing to complain about")
    func silence() {
        #expect(AnonSeed().complaints().isEmpty)
    }

    @Test("thousands of references take no longer than their number")
    func manyReferences() throws {
        let names = (0..<3000).map { #"{"name": "o\#($0)"}"# }.joined(separator: ",")
        let pools = (0..<3000).map { #"{"name": "p\#($0)", "organization": "o\#($0)"}"# }.joined(separator: ",")
        let clients = (0..<3000).map {
            #"{"name": "c", "kind": "application", "userPool": "p\#($0)", "organization": "o\#($0 == 7 ? 8 : $0)"}"#
        }.joined(separator: ",")
        let seed = try seed(#"{"organizations": [\#(names)], "userPools": [\#(pools)], "sdkClients": [\#(clients)]}"#)
        var complaints: [SectionComplaint] = []
        let took = ContinuousClock().measure { complaints = seed.complaints() }
        #expect(complaints.map(\.problem) == [#"the user pool "p7" is another organisation's"#])
        #expect(took < .seconds(8))
    }
}
