import Wire

/// A message of JSON-RPC 2.0 from the client.
enum RPCMessage {
  /// It has to be answered, with the same id.
  case request(id: JSON, method: String, parameters: JSON)
  /// It is not answered.
  case notification(method: String, parameters: JSON)
  /// An answer of the client's, which this server never asks for.
  case response

  /// Reads a message that was parsed.
  init(_ json: JSON) throws(RPCError) {
    let parameters = json["params"] ?? .null
    guard case .object = json, json["jsonrpc"] == .string("2.0") else {
      throw RPCError(.invalidRequest, "a message is one object with \"jsonrpc\": \"2.0\"")
    }
    guard let method = json["method"]?.asText else {
      guard json["id"] != nil, json["result"] != nil || json["error"] != nil else {
        throw RPCError(.invalidRequest, "a message has a method, or a result or error")
      }
      self = .response
      return
    }
    switch json["id"] {
    case nil: self = .notification(method: method, parameters: parameters)
    case .some(.string), .some(.integer):
      self = .request(id: json["id"] ?? .null, method: method, parameters: parameters)
    case .some(.null), .some(.bool), .some(.number), .some(.array), .some(.object):
      throw RPCError(.invalidRequest, "an id is an integer or a text")
    }
  }

  /// The answer to a request.
  static func answer(to id: JSON, result: JSON) -> JSON {
    .members(["jsonrpc": .string("2.0"), "id": id, "result": result])
  }

  /// The answer to a request that cannot be carried out; the id is null where it could not be read.
  static func answer(to id: JSON, error: RPCError) -> JSON {
    .members([
      "jsonrpc": .string("2.0"), "id": id,
      "error": .members(["code": .integer(error.code.rawValue), "message": .string(error.message)]),
    ])
  }

  /// A notification of the server's.
  static func outgoing(_ method: String, _ parameters: JSON) -> JSON {
    .members(["jsonrpc": .string("2.0"), "method": .string(method), "params": parameters])
  }
}

/// Why a request is not carried out.
struct RPCError: Error, Hashable {
  /// The codes of JSON-RPC 2.0 and of LSP 3.17 that this server uses.
  enum Code: Int64 {
    case parseError = -32_700
    case invalidRequest = -32_600
    case methodNotFound = -32_601
    case invalidParameters = -32_602
    case serverNotInitialized = -32_002
    case requestFailed = -32_803
  }

  let code: Code
  /// What is wrong and what helps, which editors show.
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
