import KernelHTTP

/// Every operation of Anchor Browser, each once.
enum AnchorEndpoints {
    static let routes: [Route<AnchorStore>] =
        ApplicationController.routes
        + AuthFlowController.routes
        + IdentityTokenController.routes
        + ConnectPageController.routes
        + IdentityController.routes
        + SessionController.routes
        + RecordingController.routes
        + SessionTagController.routes
        + LiveViewController.routes
        + ProfileController.routes
        + ProjectController.routes
        + notImplemented
}
