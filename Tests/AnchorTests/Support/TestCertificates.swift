import FoundationEssentials

/// Certificates of an authority that nobody trusts, and its key.
enum TestCertificates {
    /// Valid from 2026 to 2046.
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBrTCCAVOgAwIBAgIUe8b0mldoPf7BAXZOtlPlcCuNpgkwCgYIKoZIzj0EAwIw
        LDEYMBYGA1UEAwwPRXhhbXBsZSBSb290IENBMRAwDgYDVQQKDAdFeGFtcGxlMB4X
        DTI2MTEyOTA2NDMxNVoXDTQ2MTEyNDA2NDMxNVowLDEYMBYGA1UEAwwPRXhhbXBs
        ZSBSb290IENBMRAwDgYDVQQKDAdFeGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0D
        AQcDQgAERkpyDoHTf9jaSjr2ltmES6dhZ8r8OOEK5/JETh96pg7vmVWYw6Df/nSs
        9qJ898HgFlf/Or0AnGMuF9cX4jrJhqNTMFEwHQYDVR0OBBYEFJpJQttjkS6LkFY4
        jLXfeygNmO1IMB8GA1UdIwQYMBaAFJpJQttjkS6LkFY4jLXfeygNmO1IMA8GA1Ud
        EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgW/5BiW/13bhz6tt5QmMay/4E
        B25LzzzT0Pr9Lk7PpOMCIQD8CsV2pj916WqSGI4f1Q86rW8bjtQZFO57JWXPB1fD
        Kg==
        -----END CERTIFICATE-----
        """

    /// Valid in the year 2020 only.
    static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBHjCBxgIBATAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFwcm94eS5leGFtcGxl
        LmNvbTAeFw0yMDAxMDEwMDAwMDBaFw0yMTAxMDEwMDAwMDBaMBwxGjAYBgNVBAMM
        EXByb3h5LmV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAERkpy
        DoHTf9jaSjr2ltmES6dhZ8r8OOEK5/JETh96pg7vmVWYw6Df/nSs9qJ898HgFlf/
        Or0AnGMuF9cX4jrJhjAKBggqhkjOPQQDAgNHADBEAiAkco2GbWrM28GDMrri/rh0
        MD0Q5GzNGKLQBCG6OTKJTwIgeo5yMngx6QB2HChB1vWBrug3GY+an89dnGQfaiaK
        LfE=
        -----END CERTIFICATE-----
        """

    static let key = """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIDKg3Q5oBfDSn2HiL+7lyBAEc5pVrc0OC/cpkvBjJTgQoAoGCCqGSM49
        AwEHoUQDQgAERkpyDoHTf9jaSjr2ltmES6dhZ8r8OOEK5/JETh96pg7vmVWYw6Df
        /nSs9qJ898HgFlf/Or0AnGMuF9cX4jrJhg==
        -----END EC PRIVATE KEY-----
        """

    static let wrappedKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgMqDdDmgF8NKfYeIv
        7uXIEARzmlWtzQ4L9ymS8GMlOBChRANCAARGSnIOgdN/2NpKOvaW2YRLp2Fnyvw4
        4Qrn8kROH3qmDu+ZVZjDoN/+dKz2onz3weAWV/86vQCcYy4X1xfiOsmG
        -----END PRIVATE KEY-----
        """

    /// What PEM is the text of.
    static func der(_ pem: String) -> [UInt8] {
        let lines = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }
        return [UInt8](Data(base64Encoded: lines.joined()) ?? Data())
    }
}
