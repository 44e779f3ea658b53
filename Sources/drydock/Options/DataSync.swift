import ArgumentParser

/// When the disk is asked to make what is kept safe from a power cut.
enum DataSync: String, ExpressibleByArgument, CaseIterable, LosslessStringConvertible {
    case normal
    case full

    init?(_ description: String) {
        self.init(rawValue: description)
    }

    var description: String { rawValue }
}
