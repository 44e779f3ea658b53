package import KernelHTTP

/// A call on Anon.
package typealias AnonCall = Call<AnonStore>
