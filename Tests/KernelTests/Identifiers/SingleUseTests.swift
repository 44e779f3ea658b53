import Kernel
import Testing

@Suite("SingleUse")
struct SingleUseTests {
    private static let start = Moment(milliseconds: 0)

    @Test("it is taken once, and every later try says when that was")
    func once() throws {
        var grant = SingleUse("value", expiresAt: Self.start + .minutes(15))
        #expect(try grant.peek(at: Self.start) == "value")
        #expect(try grant.take(at: Self.start + .minutes(1)) == "value")
        #expect(throws: SingleUse<String>.Refusal.alreadyUsed(firstAt: Self.start + .minutes(1))) {
            try grant.take(at: Self.start + .minutes(2))
        }
    }

    @Test("it expires at the instant itself", arguments: [(-1, false), (0, true), (1, true)] as [(Int64, Bool)])
    func expiry(offset: Int64, isExpired: Bool) {
        let expiry = Self.start + .minutes(15)
        let grant = SingleUse("value", expiresAt: expiry)
        let at = Moment(milliseconds: expiry.milliseconds + offset)
        #expect(((try? grant.peek(at: at)) == nil) == isExpired)
    }
}
