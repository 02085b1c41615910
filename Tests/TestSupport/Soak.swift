import Foundation

/// How much a test does of what could be done for hours: a sample, or all of it in `make soak`, which sets `VERBATIM_SOAK`.
package enum Soak {
  private static let isOn = ProcessInfo.processInfo.environment["VERBATIM_SOAK"] == "1"

  /// How many rounds a test has, where so many of all are a sample.
  package static func rounds(_ sample: Int, of all: Int) -> Int { isOn ? all : sample }

  /// The first element and each so many after it, or else all.
  package static func sample<Element>(_ all: some Collection<Element>, each step: Int) -> [Element] {
    isOn ? Array(all) : all.enumerated().filter { $0.offset % step == 0 }.map(\.element)
  }
}
