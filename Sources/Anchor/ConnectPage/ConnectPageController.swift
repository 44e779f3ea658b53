import KernelHTTP

enum ConnectPageController {
    static let routes: [Route<AnchorStore>] = []
}
