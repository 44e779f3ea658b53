import Kernel

/// `GET /v1/profiles/{name}` (anchor.md 10)
enum GetProfile {
    struct Reply: JSONWritable {
        let profile: Profile

        func write(to json: inout JSONWriter) {
            json.object { $0.member("data", ProfileDetails(profile)) }
        }
    }
}
