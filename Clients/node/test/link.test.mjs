import assert from "node:assert/strict";
import test from "node:test";
import { Bot } from "verbatim-chat";
import { fake, frame, hello, logIn, start } from "./support/fake.mjs";

const message = (seq, text, more = {}) => ({ type: "chat_message", room: "l", seq, user: "alice", message: text, at: new Date(seq).toISOString(), ...more });

function echo() {
  const bot = new Bot();
  bot.onMessage(({ text }) => text);
  return bot;
}

test("a message in fragments with a ping between them is one message", async (t) => {
  const done = new Promise((resolve, reject) => {
    fake(t, async (connection) => {
      await logIn(connection);
      const text = JSON.stringify(message(1, "grüße 🔑".repeat(50)));
      const bytes = frame(Buffer.from(text).subarray(0, 100), 0x01);
      connection.socket.write(bytes.subarray(0, 3));
      await new Promise((wait) => { setTimeout(wait, 20); });
      connection.socket.write(Buffer.concat([bytes.subarray(3), frame("are you there", 0x89), frame(Buffer.from(text).subarray(100), 0x80)]));
      resolve([await connection.next(), await connection.next()]);
    }).then((url) => start(t, echo(), url), reject);
  });
  const [pong, answer] = await done;
  assert.equal(pong.pong, "are you there");
  assert.equal(answer.message, "grüße 🔑".repeat(50));
  assert.match(answer.key, /^v1-[0-9a-f]{40}$/u);
});

test("a server that has gone silent is left in less than twice its heartbeat, and the session is resumed", async (t) => {
  const logins = [];
  let began = 0;
  const done = new Promise((resolve) => {
    fake(t, async (connection) => {
      connection.send(hello());
      logins.push(await connection.next());
      if (logins.length === 2) return resolve(performance.now() - began);
      connection.send({ type: "ready", re: "login", user: "bot", bot: true, session: "s", resumed: false });
      connection.send({ type: "nonsense" });
      connection.isDeaf = true;
      began = performance.now();
    }).then((url) => start(t, echo(), url));
  });
  const took = await done;
  assert.ok(took > 1000 && took < 2600, `${took} ms`);
  assert.deepEqual(logins[1].resume, { session: "s", received: 1 });
});

test("an event loop that was blocked reads first", async (t) => {
  let connections = 0;
  const url = await fake(t, async (connection) => {
    connections += 1;
    await logIn(connection);
  });
  const running = start(t, echo(), url);
  await running.idle();
  const until = performance.now() + 2500;
  while (performance.now() < until); // A handler that computes.
  await new Promise((resolve) => { setTimeout(resolve, 700); });
  assert.equal(connections, 1);
});

test("what is told to a test: everything is done, once for each burst, and again after a break", async (t) => {
  const reports = [];
  let connection;
  const url = await fake(t, async (made) => {
    await logIn(made, { resumed: reports.length > 0 });
    connection = made;
  });
  start(t, echo(), url, { quiet: true });
  const next = async () => {
    while (!connection) await new Promise((resolve) => { setTimeout(resolve, 5); });
    return connection.next();
  };
  const report = (received) => ({ type: "ping", id: "quiet", received });
  reports.push(await next());
  assert.deepEqual(reports[0], report(0));
  connection.send({ type: "pong", re: "quiet", now: new Date().toISOString() });
  connection.send(message(1, "one"));
  connection.send({ type: "later", room: 7 });
  connection.socket.write(frame("no JSON"));
  const said = await next();
  assert.equal(said.message, "one");
  connection.send({ type: "ack", re: said.id, room: "l", seq: 2, at: new Date(2).toISOString(), duplicate: false });
  assert.deepEqual(await next(), report(5));
  const old = connection;
  connection = undefined;
  old.socket.destroy();
  const { id, type } = await next();
  assert.equal(type, "ping"); // Whether answers to earlier commands were missed.
  connection.send({ type: "pong", re: id, now: new Date().toISOString() });
  assert.deepEqual(await next(), report(6));
});

test("commands keep to the limits, and one that is refused all the same is sent again with its key", async (t) => {
  const done = new Promise((resolve) => {
    fake(t, async (connection) => {
      await logIn(connection);
      for (let seq = 1; seq <= 5; seq += 1) connection.send(message(seq, `${seq}`));
      const sent = [];
      while (sent.length < 6) {
        const command = await connection.next();
        sent.push([performance.now(), command]);
        if (sent.length === 2) connection.send({ type: "error", re: command.id, code: "rate_limited", message: "", retry_after_ms: 100 });
        else connection.send({ type: "ack", re: command.id, room: "l", seq: 9, at: "", duplicate: false });
      }
      resolve(sent);
    }).then((url) => start(t, echo(), url));
  });
  const sent = await done;
  assert.deepEqual(sent.map(([, { message: text }]) => text), ["1", "2", "2", "3", "4", "5"]);
  assert.equal(sent[1][1].key, sent[2][1].key);
  assert.ok(sent[2][0] - sent[1][0] >= 95);
  assert.ok(sent[5][0] - sent[0][0] < 3000);
});

test("a server that goes away for good is told of", async (t) => {
  const url = await fake(t, (connection) => {
    connection.send(hello());
    connection.next().then(() => connection.send({ type: "error", re: "login", code: "auth_failed", message: "No." }));
  });
  await assert.rejects(start(t, echo(), url).ended, /the log-in was refused: auth_failed: No\./u);
});

test("handlers of other conversations go on while one waits, and a late answer is sent at once", async (t) => {
  const order = [];
  const bot = new Bot();
  bot.onMessage(async ({ room, text }) => {
    if (text === "slow") await new Promise((resolve) => { setTimeout(resolve, 150); });
    order.push(`${room} ${text}`);
    return text;
  });
  const done = new Promise((resolve) => {
    fake(t, async (connection) => {
      await logIn(connection);
      connection.send(message(1, "slow"));
      connection.send(message(2, "after"));
      connection.send(message(1, "quick", { room: "m" }));
      for (let count = 0; count < 3; count += 1) {
        const { id, room } = await connection.next();
        connection.send({ type: "ack", re: id, room, seq: 9, at: "", duplicate: false });
      }
      resolve();
    }).then((url) => start(t, bot, url));
  });
  await done;
  assert.deepEqual(order, ["m quick", "l slow", "l after"]);
});

test("what comes together with the last page of the history is not lost", async (t) => {
  const said = ["one", "two", "three", "four"].map((text, index) => message(index + 1, text));
  const answers = [];
  const done = new Promise((resolve) => {
    fake(t, async (connection) => {
      await logIn(connection, { more: { hello: { capabilities: ["history"] } } });
      connection.send(said[0]);
      connection.send(said[2]); // the second one is missing
      for (let pages = 0; answers.length < 4;) {
        const { id, type, after, message: text } = await connection.next();
        if (type === "chat_message") {
          answers.push(text);
          connection.send({ type: "ack", re: id, room: "l", seq: 9, at: "", duplicate: false });
        } else if (type === "history") {
          pages += 1;
          const page = { type, re: id, room: "l", messages: said.slice(after, pages === 1 ? 3 : 4), more: false };
          const live = pages === 1 ? [said[3]] : [];
          connection.socket.write(Buffer.concat([page, ...live].map((one) => frame(JSON.stringify(one)))));
        }
      }
      resolve();
    }).then((url) => start(t, echo(), url));
  });
  await done;
  assert.deepEqual(answers, ["one", "two", "three", "four"]);
});
