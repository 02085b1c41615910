import Foundation
import PackagePlugin

/// Puts into the program what it takes along: the commit that it is built from, and the scenarios of the conformance suite.
@main
struct Embed: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) -> [Command] {
    // As a dependency of another package, this one is not where that is built.
    let package = context.package.directoryURL
    let sources = context.pluginWorkDirectoryURL.appending(path: "Sources")
    return [
      // It runs before each build, because neither the commit nor a new scenario is a file that is known beforehand.
      .prebuildCommand(
        displayName: "Embed the commit and the scenarios",
        executable: URL(filePath: "/bin/sh"),
        arguments: [
          package.appending(path: "Scripts/embed").path(percentEncoded: false),
          package.path(percentEncoded: false), sources.path(percentEncoded: false),
        ],
        outputFilesDirectory: sources)
    ]
  }
}
