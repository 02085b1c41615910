package struct Clause {
  package let id: String
  package static let all: [Clause] = [Clause(id: "PM-1"), Clause(id: "PM-4")]
}
