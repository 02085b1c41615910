import ScenarioLanguage
import Synchronization

/// The files of a scenario as its result shows them, kept for the next scenario of the same file.
///
/// All cases of a file show the same lines. Masking these again for each would take time in proportion to the square of the cases.
final class MaskedSources: Sendable {
  /// All that the masks of a result know before its conversation.
  private struct Beginning: Equatable {
    let path: String
    let sources: SourceSet
    let secrets: [KnownSecret]
    let names: [String]
  }

  /// Files in which these secrets are hidden, and the masks that have done it.
  private struct Shown {
    let secrets: [KnownSecret]
    let sources: SourceSet
    let masks: Masks
  }

  private struct State {
    var beginning: Beginning?
    var learned = Masks()
    var shown: Shown?
  }

  private let state = Mutex(State())

  /// Masks that have learned what a scenario knows to be secret, and what its files have in them.
  func learned(from scenario: Scenario, _ sources: SourceSet) -> Masks {
    let beginning = Beginning(
      path: scenario.path, sources: sources, secrets: scenario.secrets, names: scenario.header.sessionNames)
    return state.withLock { state in
      if state.beginning == beginning { return state.learned }
      var masks = Masks(hiding: beginning.secrets, except: beginning.names)
      var unseen = sources
      unseen.pass(through: &masks, first: beginning.path)
      state = State(beginning: beginning, learned: masks)
      return masks
    }
  }

  /// The files as masks show them that have begun as `learned`; only where these have learned more than those of the result before is
  /// it done again.
  func shown(_ sources: SourceSet, first path: String, through masks: inout Masks) -> SourceSet {
    let learned = masks
    let shown = state.withLock { state in
      if let shown = state.shown, shown.secrets == learned.secrets { return shown }
      var masks = learned
      var sources = sources
      sources.pass(through: &masks, first: path)
      let shown = Shown(secrets: learned.secrets, sources: sources, masks: masks)
      state.shown = shown
      return shown
    }
    masks = shown.masks
    return shown.sources
  }
}
