import Kernel
import Testing

@Suite("Where a clock stands")
struct ClockPositionTests {
    @Test(
        "is read as it was written, behind real time as well as ahead of it",
        arguments: [
            ClockPosition.running(ahead: .zero), .running(ahead: .minutes(15)),
            .running(ahead: TimeSpan(milliseconds: -1)), .frozen(at: Moment(milliseconds: 1_767_225_600_123)),
            .frozen(at: Moment(milliseconds: -1)),
        ])
    func roundTrip(position: ClockPosition) throws {
        let read = try RowCoding.value(try RowCoding.bytes(position), as: ClockPosition.self)
        #expect(read == position)
    }
}
