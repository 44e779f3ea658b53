package import Kernel

extension Moment {
    /// The form of a `Date` header: `Thu, 01 Jan 2026 00:00:00 GMT`.
    package var httpDate: String {
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let ofDay = seconds - day * 86_400
        let date = CivilDate(daysSince1970: day)
        let weekday = Self.weekdays[Int((day % 7 + 11) % 7)]
        let time = [ofDay / 3600, ofDay / 60 % 60, ofDay % 60].map(Self.twoDigits).joined(separator: ":")
        return "\(weekday), \(Self.twoDigits(date.day)) \(Self.months[Int(date.month - 1)]) \(date.year) \(time) GMT"
    }

    // 1970-01-01 was a Thursday.
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func twoDigits(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
