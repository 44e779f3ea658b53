import ArgumentParser

/// A number of bytes as `32MiB`, `500KiB`, `1GiB` or plain digits.
struct ByteCount: ExpressibleByArgument, LosslessStringConvertible, Equatable {
    let bytes: Int

    init?(_ description: String) {
        let units = [("GiB", 30), ("MiB", 20), ("KiB", 10), ("B", 0), ("", 0)]
        for (unit, shift) in units where description.hasSuffix(unit) {
            guard let count = Int(description.dropLast(unit.count)), count > 0, count <= Int.max >> shift else {
                return nil
            }
            bytes = count << shift
            return
        }
        return nil
    }

    init?(argument: String) {
        self.init(argument)
    }

    var description: String { "\(bytes)" }
}
