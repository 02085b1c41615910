// Registers, joins a room and hears what it says, through the WebSocket that Node has. Usage: talk.mjs URL
const socket = new WebSocket(process.argv[2], "verbatim.v1");
const send = (frame) => socket.send(JSON.stringify(frame));
socket.onmessage = ({ data }) => {
  const frame = JSON.parse(data);
  if (frame.type === "hello") send({ type: "register", user: "node", password: "open sesame" });
  if (frame.type === "ready") send({ type: "join", room: "lobby" });
  if (frame.type === "user_list") send({ type: "chat_message", room: "lobby", message: "hi from node" });
  if (frame.type === "chat_message") {
    console.log(`heard: ${frame.message}`);
    socket.close(1000);
  }
};
socket.onclose = ({ code }) => process.exit(code === 1000 ? 0 : 1);
setTimeout(() => process.exit(2), 20_000);
