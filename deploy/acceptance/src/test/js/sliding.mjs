// Two people talk through matrix-js-sdk over sliding sync. Usage: node sliding.mjs BASE_URL. Exits with 0 when each saw exactly what the other did.
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

const alice = await Person.slides(baseUrl, `alice-${run}`);
const bob = await Person.slides(baseUrl, `bob-${run}`);
step("two people slide");

const { room_id: roomId } = await alice.client.createRoom({ preset: "private_chat", name: "Tea", invite: [bob.id] });
await alice.sees("the room", () => alice.room(roomId)?.name === "Tea");
assert.equal(alice.sliding.getListData("all").joinedCount, 1);
await bob.sees("the invitation", () => bob.room(roomId)?.getMyMembership() === "invite");
step("one creates a room and invites");

await bob.client.joinRoom(roomId);
await bob.sees("the room from within", () => bob.room(roomId)?.getMyMembership() === "join");
await alice.sees("the join", () => alice.room(roomId)?.getMember(bob.id)?.membership === "join");
step("the other joins");

const hello = await alice.client.sendTextMessage(roomId, "Hello Bob");
assert.equal((await bob.sees("the message", () => bob.event(roomId, hello.event_id))).getContent().body, "Hello Bob");
await bob.client.sendReadReceipt(bob.event(roomId, hello.event_id));
await alice.sees("the receipt", () => alice.room(roomId).getUsersReadUpTo(alice.event(roomId, hello.event_id)).includes(bob.id));
step("a receipt arrives");

const answer = await bob.client.sendTextMessage(roomId, "Hello Alice");
assert.equal((await alice.sees("the answer", () => alice.event(roomId, answer.event_id))).getContent().body, "Hello Alice");
step("both exchange messages");

await bob.client.sendTyping(roomId, true, 20_000);
await alice.sees("the typing", () => alice.room(roomId).getMember(bob.id)?.typing);
step("typing arrives");

await alice.client.setAccountData("org.example.note", { text: "buy leaves" });
await alice.sees("the account data", () => alice.client.getAccountData("org.example.note")?.getContent().text === "buy leaves");
step("account data arrives");

const { room_id: other } = await alice.client.createRoom({ preset: "private_chat", name: "Cake" });
await alice.sees("the other room", () => alice.room(other)?.name === "Cake");
alice.sliding.modifyRoomSubscriptions(new Set([roomId]));
const late = await bob.client.sendTextMessage(roomId, "Still there?");
await alice.sees("the late message", () => alice.event(roomId, late.event_id));
step("a subscription goes on");

await alice.client.kick(roomId, bob.id, "enough");
const unseen = await alice.client.sendTextMessage(roomId, "he is gone");
await bob.sees("the kick", () => bob.sliding.getListData("all").joinedCount === 0);
assert.equal(bob.event(roomId, unseen.event_id), undefined);
step("after a kick nothing more is seen");

console.log(`1..${steps.length}`);
alice.leavesTheStage();
bob.leavesTheStage();
process.exit(0);
