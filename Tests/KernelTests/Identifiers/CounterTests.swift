import Kernel
import Testing

@Suite("Counter")
struct CounterTests {
    private struct Counted: Codable, Equatable {
        @Counter var number = 0
    }

    private func read(_ number: String) throws -> Counted {
        try RowCoding.value(Array(#"{"number":\#(number)}"#.utf8))
    }

    @Test("a number within the bounds is read as it was written", arguments: [0, 1, Counter.limit])
    func roundTrip(number: Int) throws {
        let counted = Counted(number: number)
        #expect(try RowCoding.value(RowCoding.bytes(counted)) == counted)
        #expect(try read("\(number)") == counted)
    }

    @Test(
        "a number beyond the bounds is refused, saying which one",
        arguments: ["-1", "9007199254740992", "\(Int.max)", "\(Int.min)"])
    func refused(number: String) {
        #expect {
            try read(number)
        } throws: { error in
            guard case .dataCorrupted(let context)? = error as? DecodingError else { return false }
            return context.debugDescription
                == "number is \(number), which is not a number from 0 to 9007199254740991"
        }
    }

    @Test("who counts on stays at the bounds, and what is written then can be read")
    func saturates() throws {
        var counted = Counted(number: Counter.limit)
        counted.number += 1
        #expect(counted.number == Counter.limit)
        #expect(try RowCoding.value(RowCoding.bytes(counted)) == counted)
        counted.number = 3
        counted.number -= 5
        #expect(counted.number == 0)
        #expect(try RowCoding.value(RowCoding.bytes(counted)) == counted)
    }
}
