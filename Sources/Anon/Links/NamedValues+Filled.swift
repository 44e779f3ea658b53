import KernelHTTP

extension NamedValues {
    /// The first value of this name; nil where it is empty, too.
    func filled(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
