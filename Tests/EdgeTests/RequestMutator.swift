/// Makes inputs for the readers of requests: samples, samples with a few bytes changed, and mere noise.
struct RequestMutator {
    /// Bytes that mean something to the reader.
    private static let telling = Array(" \r\n\t:/?#[]@.,0123456789afHCT\0%-+;\u{7f}".utf8) + [0x80, 0xFF]

    private let samples: [[UInt8]]
    private var random: SeededGenerator

    init(seed: UInt64, samples: [String]) {
        self.samples = samples.map { Array($0.utf8) }
        self.random = SeededGenerator(seed: seed)
    }

    /// The next input.
    mutating func next() -> [UInt8] {
        let choice = random.next()
        guard choice & 0xF != 0 else {
            return (0..<Int(choice >> 8 & 0x1F)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
        var input = samples[Int(choice >> 8 & 0xFF) % samples.count]
        for _ in 0..<Int(choice >> 4 & 0x3) { mutate(&input) }
        return input
    }

    private mutating func mutate(_ input: inout [UInt8]) {
        let choice = random.next()
        let position = Int(choice >> 8 & 0xFFFF) % max(input.count, 1)
        guard !input.isEmpty else { return }
        let byte = Self.telling[Int(choice >> 24 & 0xFF) % Self.telling.count]
        switch choice & 0x7 {
        case 0: input.remove(at: position)
        case 1: input.removeSubrange(position...)
        case 2: input.insert(contentsOf: input[position...], at: position)
        case 3, 4: input.insert(byte, at: position)
        default: input[position] = byte
        }
    }
}
