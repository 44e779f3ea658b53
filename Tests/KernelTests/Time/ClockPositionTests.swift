import Kernel
import Testing

@Suite("Where a clock stands")
struct ClockPositionTests {
    @Test(
        "is read as it was written, behind real time as well as ahead of it",
        arguments: [
            ClockPosition.running(ahead: .zero), .running(ahead: .minutes(15)),
            .running(ahead: TimeSpan(milliseconds: -1)), .frozen(at: Moment(milliseconds: 1_767_225_600_123)),
            .frozen(at: Moment(milliseconds: -1)), .frozen(at: .earliest), .frozen(at: .latest),
            .running(ahead: Moment.latest - .earliest), .running(ahead: Moment.earliest - .latest),
        ])
    func roundTrip(position: ClockPosition) throws {
        let read = try RowCoding.value(try RowCoding.bytes(position), as: ClockPosition.self)
        #expect(read == position)
    }

    @Test(
        "a clock that an edited file puts far from all time shows the nearest instant",
        arguments: [(Int64.max, Moment.latest), (.min, .earliest)])
    func edited(ahead: Int64, shown: Moment) throws {
        let position = try RowCoding.value(Array(#"{"millisecondsAhead":\#(ahead)}"#.utf8), as: ClockPosition.self)
        #expect(position.now(wall: Moment(milliseconds: 0)) == shown)
        #expect(try RowCoding.value(RowCoding.bytes(position), as: ClockPosition.self) == position)
    }
}
