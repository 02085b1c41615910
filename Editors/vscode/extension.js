// Starts `verbatim lsp` for the scenario files that are open. Without its one dependency there are colours all the same.
"use strict";

const vscode = require("vscode");

/** The library of VS Code's own makers, or undefined where it is not installed. */
function languageClient() {
  try {
    return require("vscode-languageclient/node");
  } catch {
    return undefined;
  }
}

let client;

async function activate() {
  const library = languageClient();
  if (!library) {
    vscode.window.showWarningMessage(
      "Verbatim: run `npm install` in the folder of the extension to see mistakes and completions.");
    return;
  }
  const settings = vscode.workspace.getConfiguration("verbatim");
  const server = {
    command: settings.get("program"),
    args: ["lsp", ...settings.get("arguments")],
    transport: library.TransportKind.stdio,
  };
  client = new library.LanguageClient("verbatim", "Verbatim", server, {
    documentSelector: [{ language: "verbatim" }],
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{chat,csv,json}") },
  });
  try {
    await client.start();
  } catch (error) {
    vscode.window.showErrorMessage(
      `Verbatim: ${server.command} lsp did not start (${error.message}); set verbatim.program to the program.`);
  }
}

async function deactivate() {
  await client?.stop();
}

module.exports = { activate, deactivate };
