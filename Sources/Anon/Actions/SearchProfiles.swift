import Kernel

/// `POST /actions/linkedin/search` (anon.md 5)
enum SearchProfiles {
    struct Body: Sendable {
        let profileName: String
        let appUserID: String?

        init(_ fields: Fields) throws(FieldComplaint) {
            profileName = try fields.filled("profileName")
            appUserID = try fields.optional("appUserId")
        }
    }

    struct Reply: JSONWritable {
        let profiles: [JSONObject]

        func write(to json: inout JSONWriter) {
            json.object { $0.member("profiles", profiles.map(Item.init)) }
        }
    }

    private struct Item: JSONWritable {
        let profile: JSONObject

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", profile["id"])
                json.member("name", profile["name"])
                json.member("location", profile["location"])
                json.member("headline", profile["headline"])
            }
        }
    }
}
