package import KernelHTTP

/// A call on Anchor.
package typealias AnchorCall = Call<AnchorStore>
