import Kernel

extension FAQEntry: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("vendor", vendor.rawValue)
            json.member("title", title)
            json.member("symptom", symptom)
            json.member("cause", cause)
            json.member("fix", fix)
            json.member("source", source)
            json.member("scenario", scenario)
            json.member("recipe", recipe)
            json.member("reasons", reasons)
        }
    }
}
