import HTTPTypes
import NIOHTTP1
import Wire

/// What browsers are told so that pages of listed origins may ask and read (WHATWG Fetch, section 3.3).
extension OriginList {
  /// Adds to an answer what lets a page read it; a page of an origin that is not listed itself may read only what needs no cookie.
  func mark(_ answer: inout PlainResponse, to head: HTTPRequestHead) {
    guard !isEmpty else { return }
    // A cache must not give one page the answer to another.
    answer.headers[.vary] = "Origin"
    let origin = head.headers["origin"].joined(separator: ", ")
    guard !origin.isEmpty else { return }
    switch standing(of: origin, host: head.host) {
    case .own, .foreign: return
    case .listed:
      answer.headers[.accessControlAllowOrigin] = origin
      answer.headers[.accessControlAllowCredentials] = "true"
    case .anybody: answer.headers[.accessControlAllowOrigin] = "*"
    }
    answer.headers[.accessControlExposeHeaders] = "Retry-After"
  }
}

/// What a path understands.
extension Routes {
  /// The answer to OPTIONS (RFC 9110, section 9.3.7), which browsers send before what no form could send.
  func options(_ request: PlainRequest) throws(PlainResponse) -> PlainResponse {
    try checkOrigin(of: request)
    let methods = methods(at: request)
    guard !methods.isEmpty else { throw Self.nothing }
    var answer = PlainResponse(.noContent, text: "")
    answer.headers = [.allow: (methods + ["OPTIONS"]).joined(separator: ", ")]
    if request.headers.contains(.origin), let method = request.headers[.accessControlRequestMethod]?.ascii {
      answer.headers[.accessControlAllowMethods] = methods.joined(separator: ", ")
      answer.headers[.accessControlAllowHeaders] =
        headers(of: method, at: request).joined(separator: ", ")
      answer.headers[.accessControlMaxAge] = "600"
    }
    return answer
  }

  /// The methods that are understood at the request's path.
  func methods(at request: PlainRequest) -> [String] {
    if request.path == "*" { return HTTPRoute.Method.allCases.map(\.rawValue) + ["HEAD"] }
    switch HTTPRoute.match("OPTIONS", request.path) {
    case .otherMethods(let methods):
      return methods.map(\.rawValue) + (methods.contains(.get) ? ["HEAD"] : [])
    case .found, .nothing: return request.route.methods.map(\.rawValue)
    }
  }

  /// The headers that mean something in a request, beside those that every page may send.
  private func headers(of method: String, at request: PlainRequest) -> [String] {
    guard case .found(let route, _) = HTTPRoute.match(method, request.path) else {
      return ["Authorization", "Content-Type"]
    }
    return ["Authorization"] + (route.method.hasBody ? ["Content-Type"] : [])
      + route.headers.map(\.header)
  }
}
