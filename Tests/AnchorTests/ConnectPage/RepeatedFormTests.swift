import HashTreeCollections
import Kernel
import Testing

@testable import Anchor

struct RepeatedFormTests {
    /// Sends the last form of a visit twice, as a double click does; returns both answers.
    private func doubleClick(
        _ visitor: ConnectPageVisitor, _ userName: String = "ada"
    ) async -> (first: AnchorAnswer, second: AnchorAnswer) {
        await visitor.submit()
        await visitor.submit(["userName": userName])
        let form = visitor.hidden
        await visitor.submit(["password": "secret"])
        let first = visitor.page
        await visitor.resend(form, ["password": "secret"])
        return (first, visitor.page)
    }

    @Test("the last form of a visit that comes twice makes one identity, and both answers lead to it")
    func answered() async {
        let visitor = await ConnectPageVisitor()
        let (first, second) = await doubleClick(visitor)
        #expect(first.status == 200 && first.reason == nil)
        #expect(second.status == 200 && second.reason == "form.repeated")
        #expect(visitor.identityCount == 1)
        let id = visitor.client.store.snapshot.identities.keys.first ?? ""
        let callback = "\(AnchorClient.callback)?identity_id=\(id)&amp;status=success"
        for answer in [first, second] {
            #expect(answer.text.contains("Success: shop.example.com is connected"))
            #expect(answer.text.contains(callback))
        }
    }

    @Test("after an hour, in which the token would have expired, it is still the same answer")
    func later() async {
        let visitor = await ConnectPageVisitor()
        await visitor.submit()
        await visitor.submit(["userName": "ada"])
        let form = visitor.hidden
        await visitor.submit(["password": "secret"])
        visitor.client.now = visitor.client.now + .minutes(60)
        await visitor.resend(form, ["password": "secret"])
        #expect(visitor.status == 200 && visitor.reason == "form.repeated")
        #expect(visitor.text.contains("This form came before, at \(AnchorClient.start)"))
    }

    @Test("cancelling twice goes back twice, and a sign-in that fails is told of twice")
    func otherEndings() async {
        let cancelled = await ConnectPageVisitor()
        let form = cancelled.hidden
        for reason in ["signIn.cancelled", "form.repeated"] {
            await cancelled.resend(form, ["action": "cancel"])
            #expect(cancelled.status == 303 && cancelled.reason == reason)
            #expect(cancelled.location == "\(AnchorClient.callback)?status=cancelled")
        }
        let failed = await ConnectPageVisitor()
        let (first, second) = await doubleClick(failed, "user_locked")
        #expect(first.text.contains("Sign-in failed") && second.text.contains("Sign-in failed"))
        #expect(first.status == 200 && second.status == 200 && second.reason == "form.repeated")
        #expect(failed.identityCount == 0)
    }

    @Test("where the world refuses it, the second answer says what the first did and leads on")
    func refused() async throws {
        let visitor = await ConnectPageVisitor(AnchorClient { $0.repeatedForm = .refused })
        let (first, second) = await doubleClick(visitor)
        #expect(first.status == 200)
        #expect(second.status == 409 && second.reason == "form.sentTwice")
        #expect(visitor.heading == "This form was sent twice")
        #expect(visitor.identityCount == 1)
        let id = try #require(visitor.client.store.snapshot.identities.keys.first)
        #expect(second.text.contains("made identity \(id)") && second.text.contains(AnchorClient.start.description))
        #expect(visitor.links.contains("\(AnchorClient.callback)?identity_id=\(id)&amp;status=success"))
    }

    @Test("another tab's form is none that comes twice: it is refused, with when, and leads to the application")
    func otherTab() async {
        let first = await ConnectPageVisitor()
        let second = await ConnectPageVisitor(first.client, token: first.token)
        await first.signIn("ada")
        await second.signIn("bob")
        #expect(first.status == 200)
        #expect(second.status == 409 && second.reason == "token.alreadyUsed")
        #expect(second.text.contains(AnchorClient.start.description))
        #expect(second.links.contains("https://app.example.com"))
        #expect(!second.links.contains { $0.contains("identity_id") })
        #expect(first.identityCount == 1)
    }

    @Test("a form without the page's number, and one whose identity is gone, are refused as ever")
    func unknownPage() async {
        let visitor = await ConnectPageVisitor()
        await visitor.submit()
        await visitor.submit(["userName": "ada"])
        let form = visitor.hidden
        await visitor.submit(["password": "secret"])
        var unnumbered = form
        unnumbered["page"] = nil
        await visitor.resend(unnumbered, ["password": "secret"])
        #expect(visitor.status == 409 && visitor.reason == "token.alreadyUsed")
        visitor.client.key = "sk-test"
        for id in visitor.client.store.snapshot.identities.keys {
            #expect(await visitor.client.delete("/v1/identities/\(id)").status == 200)
        }
        await visitor.resend(form, ["password": "secret"])
        #expect(visitor.status == 409 && visitor.reason == "token.alreadyUsed")
    }

    @Test("a hundred equal forms at once make one identity, and each is led to the same callback")
    func race() async throws {
        let client = AnchorClient()
        let token = await client.token(await client.application())
        let (store, now) = (client.store, client.now)
        let callbacks = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    do throws(IdentityTokenRefusal) {
                        let outcome = ConnectOutcome.success(.init(userName: "ada"))
                        return try store.complete(token: token, outcome: outcome, onPage: 7, at: now).callback
                    } catch {
                        let policies = store.policies
                        return store.read { $0.repeatedEnd(of: token, onPage: 7, policies: policies) }?.completion
                            .callback
                    }
                }
            }
            return await group.reduce(into: [String?]()) { $0.append($1) }
        }
        #expect(Set(callbacks).count == 1 && callbacks.first != .some(nil))
        #expect(store.snapshot.identities.count == 1)
    }
}
