/// Something did not become true in time.
struct NeverHappened: Error {}

/// Asks again and again until the answer is yes; a test that waits for what never comes fails instead of hanging.
func eventually(
  isolation: isolated (any Actor)? = #isolation, _ question: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + .seconds(60)
  while try await !question() {
    guard ContinuousClock.now < deadline else { throw NeverHappened() }
    await Task.yield()
  }
}
