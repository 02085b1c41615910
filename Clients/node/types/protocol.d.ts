export * from "../src/protocol.js";
