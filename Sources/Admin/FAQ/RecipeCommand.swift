/// Commands that several recipes share.
enum RecipeCommand {
    static let url = "http://127.0.0.1:4010"
    static let json = "-H 'Content-Type: application/json'"
    static let key = "-H 'Authorization: Bearer anon_test'"

    /// Starts the default world anew from a scenario.
    static func load(_ scenario: String) -> String {
        "curl -s -X PUT \(url)/_drydock/scenario \(json) -d '{\"name\":\"\(scenario)\"}'"
    }

    /// Puts one member of a command's JSON answer into a variable.
    static func take(_ member: String, of command: String, as variable: String) -> String {
        #"""
        \#(variable)=$(\#(command) \
          | sed -E 's/.*"\#(member)":"([^"]*)".*/\1/')
        """#
    }

    /// A user that nobody has linked: each run of the recipe has another.
    static let newUser = "user=ada-$$"

    /// `$token`: a member's session token.
    static let logIn = take(
        "token",
        of: """
            curl -s \(url)/org/login \(json) \\
              -d '{"email":"admin@drydock.example","password":"drydock"}'
            """, as: "token")

    /// `$pool`: a user pool that trusts the built-in key set.
    static func createPool(_ variable: String = "pool", keys: String = "\(url)/.well-known/jwks.json") -> String {
        take(
            "id",
            of: """
                curl -s \(url)/org/userPool \\
                  \(key) \(json) \\
                  -d '{"name":"Users","description":"Ours","authorization":{"jwksUri":"\(keys)"}}'
                """, as: variable)
    }

    /// `$pool`: a user pool whose tokens Anon issues.
    static func createHostedPool(_ variable: String = "pool") -> String {
        take(
            "id",
            of: """
                curl -s \(url)/org/userPool \\
                  \(key) \(json) \\
                  -d '{"name":"Hosted users","description":"Tokens by Anon"}'
                """, as: variable)
    }

    /// `$client`: a webapp client on a pool.
    static func createClient(_ variable: String = "client", pool: String = "$pool") -> String {
        take(
            "id",
            of: #"""
                curl -s \#(url)/org/sdkClient \
                  \#(key) \#(json) \
                  -d "{\"name\":\"Web\",\"description\":\"Link\",\"kind\":{\"application\":{\"userPoolId\":\"\#(pool)\"}}}"
                """#, as: variable)
    }

    /// `$client`, or whatever `member` is: a service client.
    static func createServiceClient(_ member: String, as variable: String, host: String = "") -> String {
        take(
            member,
            of: """
                curl -s \(url)/org/sdkClient \\
                  \(host)\(key) \(json) \\
                  -d '{"name":"Backend","description":"Jobs","kind":"service"}'
                """, as: variable)
    }

    /// `$token`: an app user id token of the built-in key set, at the world's time; `drydock token` signs the same.
    static func signToken(_ body: String = "{}") -> String {
        take("token", of: "curl -s \(url)/_drydock/token \(json) -d '\(body)'", as: "token")
    }

    /// The same with a mistake.
    static func signToken(mistake: String) -> String { signToken(#"{"mistake":"\#(mistake)"}"#) }

    /// The request of the Link page that the browser complains about.
    static func getAppIntegration(client: String = "$client") -> String {
        """
        curl -si '\(url)/account/api/v1/appIntegration?id=linkedin' \\
          -H 'Origin: http://link.svc.sandbox.anon.localhost:4010' \\
          -H "Authorization: Bearer $token" -H "X-Anon-Sdk-Client-Id: \(client)"
        """
    }

    /// What a browser asks before that request.
    static let preflight = """
        curl -si -X OPTIONS '\(url)/account/api/v1/appIntegration?id=linkedin' \\
          -H 'Origin: http://link.svc.sandbox.anon.localhost:4010' -H 'Access-Control-Request-Method: GET' \\
          -H 'Access-Control-Request-Headers: authorization,x-anon-sdk-client-id'
        """

    /// Finishes Link for `$user` without a browser.
    static func link(user: String = "$user", app: String = "linkedin") -> String {
        """
        curl -s \(url)/_drydock/link/complete \(json) \\
          -d "{\\"appUserId\\":\\"\(user)\\",\\"app\\":\\"\(app)\\"}"
        """
    }

    /// A remote browser for `$user`.
    static let createCdpUrl = """
        curl -si \(url)/account/api/v1/cdpUrl \\
          \(key) \(json) \\
          -d "{\\"apps\\":[\\"linkedin\\"],\\"appUserId\\":\\"$user\\"}"
        """

    /// The status of a user's session at LinkedIn.
    static func getSessionStatus(user: String = "$user", key: String = "anon_test") -> String {
        """
        curl -si "\(url)/account/api/v1/session/status?ownerId=\(user)&domain=linkedin" \\
          -H 'Authorization: Bearer \(key)'
        """
    }
}
