extension Delay: JSONWritable {
    /// As a scenario file has it.
    package func write(to json: inout JSONWriter) {
        if let plain { return plain.write(to: &json) }
        let terms = DelayTerms(self)
        json.object { json in
            if let fixed = terms.fixed { json.member("fixed", fixed) }
            if let uniform = terms.uniform {
                json.member(
                    "uniform",
                    object: { json in
                        json.member("from", uniform.from)
                        json.member("to", uniform.to)
                    })
            }
            if let lognormal = terms.lognormal {
                json.member(
                    "lognormal",
                    object: { json in
                        json.member("median", lognormal.median)
                        json.member("sigma", lognormal.sigma)
                    })
            }
            if let atMost = terms.atMost { json.member("atMost", atMost) }
            if let realTime = terms.realTime { json.member("realTime", realTime) }
        }
    }
}
