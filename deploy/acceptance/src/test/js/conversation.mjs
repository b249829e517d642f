// Two people talk through matrix-js-sdk. Usage: node conversation.mjs BASE_URL [sliding], with the second word over sliding sync. Exits with 0 when each saw exactly what the other did.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Person } from "./person.mjs";

const baseUrl = process.argv[2];
const run = randomBytes(4).toString("hex");
const steps = [];

function step(what) {
    steps.push(what);
    console.log(`ok ${steps.length} - ${what}`);
}

const appears = process.argv[3] === "sliding" ? Person.slides : Person.registers;
const alice = await appears(baseUrl, `alice-${run}`);
const bob = await appears(baseUrl, `bob-${run}`);
step("two people register and sync");

const { room_id: roomId } = await alice.client.createRoom({ preset: "private_chat", name: "Tea", topic: "Leaves", invite: [bob.id] });
const invited = await bob.sees("the invitation", () => bob.room(roomId)?.getMyMembership() === "invite" && bob.room(roomId));
assert.equal(invited.name, "Tea");
step("one creates a room and invites, the other sees its name");

await bob.client.joinRoom(roomId);
await bob.sees("the room from within", () => bob.room(roomId)?.getMyMembership() === "join");
await alice.sees("the join", () => alice.room(roomId)?.getMember(bob.id)?.membership === "join");
step("the other joins");

const hello = await alice.client.sendTextMessage(roomId, "Hello Bob");
const helloSeen = await bob.sees("the message", () => bob.event(roomId, hello.event_id));
assert.equal(helloSeen.getContent().body, "Hello Bob");
assert.equal(helloSeen.getSender(), alice.id);
const answer = await bob.client.sendTextMessage(roomId, "Hello Alice");
assert.equal((await alice.sees("the answer", () => alice.event(roomId, answer.event_id))).getContent().body, "Hello Alice");
step("both exchange messages");

const edit = await alice.client.sendEvent(roomId, "m.room.message", {
    "msgtype": "m.text",
    "body": "* Hello dear Bob",
    "m.new_content": { msgtype: "m.text", body: "Hello dear Bob" },
    "m.relates_to": { rel_type: "m.replace", event_id: hello.event_id },
});
await bob.sees("the edit", () => bob.event(roomId, hello.event_id)?.getContent().body === "Hello dear Bob");
assert.ok(edit.event_id);
step("an edit replaces what was said");

const reaction = await bob.client.sendEvent(roomId, "m.reaction", { "m.relates_to": { rel_type: "m.annotation", event_id: hello.event_id, key: "🫖" } });
const reactionSeen = await alice.sees("the reaction", () => alice.room(roomId).findEventById(reaction.event_id));
assert.equal(reactionSeen.getContent()["m.relates_to"].key, "🫖");
step("a reaction arrives");

const reply = await bob.client.sendEvent(roomId, "m.room.message", {
    "msgtype": "m.text", "body": "Which leaves?", "m.relates_to": { "m.in_reply_to": { event_id: hello.event_id } },
});
assert.equal((await alice.sees("the reply", () => alice.event(roomId, reply.event_id))).replyEventId, hello.event_id);
step("a reply points to what it answers");

const slip = await alice.client.sendTextMessage(roomId, "a secret");
await bob.sees("the slip", () => bob.event(roomId, slip.event_id));
await alice.client.redactEvent(roomId, slip.event_id, undefined, { reason: "typo" });
const redacted = await bob.sees("the redaction", () => bob.event(roomId, slip.event_id)?.isRedacted() && bob.event(roomId, slip.event_id));
assert.deepEqual(redacted.getContent(), {});
step("a redaction takes the content away");

await alice.client.sendTyping(roomId, true, 10_000);
await bob.sees("the typing", () => bob.room(roomId).getMember(alice.id).typing);
await alice.client.sendTyping(roomId, false, 0);
await bob.sees("the end of the typing", () => !bob.room(roomId).getMember(alice.id).typing);
step("typing starts and stops");

await bob.client.sendReadReceipt(bob.event(roomId, answer.event_id));
await bob.client.sendReadReceipt(bob.event(roomId, slip.event_id));
await alice.sees("the receipt", () => alice.room(roomId).getEventReadUpTo(bob.id) === slip.event_id);
step("a receipt says how far somebody has read");

const pixels = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==", "base64");
const { content_uri: mxc } = await alice.client.uploadContent(pixels, { type: "image/png", name: "leaf.png" });
const image = await alice.client.sendEvent(roomId, "m.room.message", { msgtype: "m.image", body: "leaf.png", url: mxc, info: { mimetype: "image/png" } });
const imageSeen = await bob.sees("the image", () => bob.event(roomId, image.event_id));
const url = bob.client.mxcUrlToHttp(imageSeen.getContent().url, undefined, undefined, undefined, false, true, true);
const download = await fetch(url, { headers: { authorization: `Bearer ${bob.client.getAccessToken()}` } });
assert.equal(download.status, 200);
assert.deepEqual(Buffer.from(await download.arrayBuffer()), pixels);
step("an image goes from one to the other");

function timeline(person) {
    return person.room(roomId).getLiveTimeline().getEvents().filter((event) => event.getId().startsWith("$")).map((event) => event.getId());
}
const last = await bob.client.sendTextMessage(roomId, "Good night");
await alice.sees("the last message", () => alice.event(roomId, last.event_id));
await bob.sees("the own last message", () => timeline(bob).includes(last.event_id));
const afterJoin = (events) => events.slice(events.indexOf(hello.event_id));
assert.deepEqual(afterJoin(timeline(bob)), afterJoin(timeline(alice)));
assert.equal(new Set(timeline(alice)).size, timeline(alice).length);
step("both saw the same events in the same order, each once");

alice.leavesTheStage();
bob.leavesTheStage();
console.log(`1..${steps.length}`);
process.exit(0);
