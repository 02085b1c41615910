/// How a client opened its connection: what was known of it before its first frame.
package struct Opening: Sendable {
  package init() {}
}
