package import Engine
import Store
import Wire

extension Host {
  /// The rooms as a `room_list` frame has them, for requests without a session. Nothing changes.
  ///
  /// Errors: a refusal of the cursor; `unavailable` where the store cannot be read.
  package func listRooms(limit: Int?, cursor: String?) throws(Refusal) -> [UInt8] {
    guard engine.configuration.limits[.guests] > 0 else {
      throw Refusal(.authRequired, "This server lists its rooms to users only; log in, and send `rooms`.")
    }
    let query = Query.rooms(try engine.roomSearch(limit: limit, cursor: cursor))
    do throws(StoreError) {
      return frame(encoder.encode(event(for: try store.answer(query), to: query), re: nil), as: .verbatim)
        .bytes
    } catch {
      throw Refusal(.unavailable, "The rooms cannot be read now.", retryAfterMilliseconds: 1000)
    }
  }
}
