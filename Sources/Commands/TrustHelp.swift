import Certificates

/// What to do so that systems, browsers and images trust the local authority.
struct TrustHelp {
    let text: String

    /// - Parameter file: where its certificate is.
    init(_ authority: LocalAuthority, file: String) {
        let pem = ShellWord(file).text
        let name = ShellWord(authority.name).text
        text = """
            The local authority's certificate, "\(authority.name)":
              \(pem)
            It can sign for localhost, loopback addresses, the vendors' hosts and the names of --tls-name, and for nothing else.

            Debian, Ubuntu
              sudo cp \(pem) /usr/local/share/ca-certificates/drydock.crt && sudo update-ca-certificates
            Fedora, RHEL
              sudo cp \(pem) /etc/pki/ca-trust/source/anchors/drydock.pem && sudo update-ca-trust
            Alpine
              apk add ca-certificates && cp \(pem) /usr/local/share/ca-certificates/drydock.crt && update-ca-certificates
            macOS (Safari, Chrome, curl, Go)
              security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db \(pem)
            Windows (Edge, Chrome), in the folder of the file
              certutil -user -addstore Root ca.pem

            Firefox: Settings, Certificates, Authorities, Import; or for one profile (certutil of libnss3-tools)
              certutil -A -d sql:PROFILE -n \(name) -t C,, -i \(pem)
            Chromium and Chrome on Linux (certutil of libnss3-tools)
              mkdir -p ~/.pki/nssdb && certutil -L -d sql:$HOME/.pki/nssdb >/dev/null || certutil -N -d sql:$HOME/.pki/nssdb --empty-password
              certutil -A -d sql:$HOME/.pki/nssdb -n \(name) -t C,, -i \(pem)
            Chromium for a test, without touching any store; Playwright takes it in args
              chromium --user-data-dir=/tmp/chromium --ignore-certificate-errors-spki-list=\(authority.keyHash)

            An image of Debian's or Alpine's with ca-certificates, with ca.pem beside the Dockerfile
              COPY ca.pem /usr/local/share/ca-certificates/drydock.crt
              RUN update-ca-certificates
            Node, Python, Java and others have trust of their own: drydock ca --env

            To trust it no longer: the same places, with update-ca-certificates --fresh after removing the file, update-ca-trust,
            security remove-trusted-cert, certutil -user -delstore Root, and certutil -D -n for Firefox and Chromium.
            """
    }
}
