import NIOCore

/// Bodies that leave piece by piece, or slice by slice.
extension ConnectionHandler {
    func begin(_ pieces: AsyncStream<ByteBuffer>, length: Int?, _ context: ChannelHandlerContext) {
        guard encoder.hasBody, length != 0 else { return finishPieces(context) }
        let turn = turn
        begin(BodyPump(pieces, length: length, deliver: onLoop(context) { $0.receive($1, turn: turn) }), context)
    }

    func begin(_ pump: BodyPump, _ context: ChannelHandlerContext) {
        exchange = .pumping(pump)
        pour(pump, context)
    }

    private func receive(_ piece: ByteBuffer?, turn: Int) {
        guard turn == self.turn, case .pumping(let pump) = exchange, let context else { return }
        if let piece {
            pump.receive(piece)
            pour(pump, context)
        } else if pump.mayEnd {
            finishPieces(context)
        } else {
            // No client may take it for the whole.
            close(context)
        }
        serve(context)
    }

    /// Writes of a piece a slice, if the client takes it, and asks for the next piece if it has taken all of this one. Between two
    /// slices others on the event loop have their turn.
    func pour(_ pump: BodyPump, _ context: ChannelHandlerContext) {
        let wasServing = isServing
        isServing = true
        defer { isServing = wasServing }
        if hasRoom(context), let slice = pump.next() { write(body: slice, context) }
        flush(context)
        guard case .pumping(let current) = exchange, current === pump else { return }
        if pump.isComplete { return finishPieces(context) }
        guard isWritable else { return }
        guard pump.hasBytes else { return pump.ask() }
        pump.pause.take(on: context.eventLoop) {
            if let context = self.context { self.resume(context) }
        }
    }

    private func finishPieces(_ context: ChannelHandlerContext) {
        if case .pumping(let pump) = exchange { pump.cancel() }
        exchange = .none
        keepCharge(context)
        finishAnswer(context)
    }

    /// Ends an answer of which no end is known, because nobody is left to read it or the server stops.
    func endOpenAnswer(_ context: ChannelHandlerContext) {
        guard state.endOpenAnswer() else { return }
        finishPieces(context)
        serve(context)
    }
}
