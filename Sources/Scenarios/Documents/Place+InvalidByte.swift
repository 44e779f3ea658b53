extension Place {
    /// Where the first byte stands that is not UTF-8.
    init(ofInvalidByteIn bytes: some Sequence<UInt8>, file: String) {
        var (line, column) = (1, 1)
        var decoder = UTF8()
        var rest = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&rest) {
            (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
        }
        self.init(file: file, line: line, column: column)
    }
}
