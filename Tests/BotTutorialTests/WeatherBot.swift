import Bots
import Foundation

/// Says what the weather is like in a city.
struct WeatherBot: CommandBot {
  static let commands = [
    BotCommand<WeatherBot>("weather", "Says what the weather is like.", .word("CITY")) {
      bot, message, context, city in
      context.storage["room for \(city)"] = message.room
      return [.request(BotRequest(id: city, body: city))]
    }
  ]

  mutating func handleOther(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    guard case .response(let response) = event,
      let room = context.storage["room for \(response.request.id)"]
    else { return [] }
    switch response.result {
    case .success(let weather): return [.say("\(response.request.id): \(weather)", room: room)]
    case .failure: return [.say("I do not know. Ask again later.", room: room)]
    }
  }

  func perform(_ request: BotRequest) async throws -> String {
    guard let url = URL(string: "http://127.0.0.1:7000/weather/\(request.body)") else {
      return "no such city"
    }
    return try String(contentsOf: url, encoding: .utf8)
  }
}
