extension Verdict.Kind {
  /// What the verdict says, in one sentence.
  package var meaning: String {
    switch self {
    case .passed: "Everything expected came, and nothing else."
    case .failed: "An expectation was not met, or a step failed."
    case .unreadable:
      "The file cannot be read, does not parse, or names an unknown event, field, user, limit or bot."
    case .failedAsExpected: "It failed, as its `xfail` or the baseline says."
    case .passedUnexpectedly: "It passed although its header, its row or the baseline says that it fails."
    case .skipped: "It was not run: it has `skip:`, or needs what this run does not have."
    case .warned: "It failed, and is about rules that do not bind (SHOULD)."
    case .notApplicable: "It is about what the server does not offer, or what the run is not allowed to do."
    case .untestable: "The server did not let the check come to what it is about."
    case .timedOut:
      "It took longer in real time than `--timeout`, or was under way or next when `--run-timeout` was over."
    case .interrupted: "It was under way or next when a signal interrupted the run."
    case .notRun: "The run ended before: it was interrupted, its time was over, or the server was gone."
    case .harnessError: "The runner itself failed."
    }
  }

  /// What to do about it.
  package var remedy: String {
    switch self {
    case .passed: "Nothing."
    case .failed, .untestable: "Read the failure: the line, what was expected, what came, and its cause."
    case .unreadable: "Correct the file; `verbatim lint` finds all mistakes."
    case .failedAsExpected: "Remove the `xfail`, or the line of the baseline, when the bug is fixed."
    case .passedUnexpectedly: "Remove the `xfail`, or the line of the baseline."
    case .skipped: "Read the reason; with `--strict-skips` it is a failure."
    case .warned: "Follow the rule if you can; with `--strict` it is a failure."
    case .notApplicable: "Let the run do more, with `--spawn` or the operator's token."
    case .timedOut: "Raise the time, or look for what does not answer."
    case .interrupted, .notRun: "Run it again; `verbatim run --failed REPORT.json` runs what is left."
    case .harnessError: "Report it: it is a bug in verbatim."
    }
  }
}

extension ScenarioFailure.Kind {
  /// What the kind says, in one sentence.
  package var meaning: String {
    switch self {
    case .mismatch: "Another event came than the one that was expected."
    case .missing: "No event came."
    case .unexpected: "An event came that was not expected."
    case .order: "The events came in another order."
    case .setup: "The sessions and bots of the header could not connect, log in or join."
    case .step: "The step could not be carried out."
    case .crash: "In the run with crashes (`--crash-everywhere`) users saw something else."
    case .skipped: "It was skipped, in a run with `--strict-skips`."
    }
  }

  /// What to do about it.
  package var remedy: String {
    switch self {
    case .mismatch: "Compare `expected` and `came`; `differs` names the fields, `because` the cause."
    case .missing: "Read `done last`: what was sent, and what came of it."
    case .unexpected: "Expect the event with `<`, or list its type in `ignore:`."
    case .order: "Expect the events in this order, or put them into `any … end`."
    case .setup: "Correct `users:`, `bots:` and `limits:`, or the server, by the error that is shown."
    case .step: "Correct the line by the message that is shown."
    case .crash: "Compare with the run without crashes: something was told before it was stored."
    case .skipped: "Give the run what the scenario needs, or select others."
    }
  }
}
