// People encrypt through matrix-js-sdk with its Rust crypto. Usage: node encryption.mjs BASE_URL. Exits with 0 when everybody read what they may and nothing else.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { MatrixEvent } from "matrix-js-sdk";
import { EncryptedPerson, verifyEachOther } from "./encryptedPerson.mjs";

const baseUrl = process.argv[2];
const run = randomBytes(4).toString("hex");
const steps = [];

function step(what) {
    steps.push(what);
    console.log(`ok ${steps.length} - ${what}`);
}

const alice = await EncryptedPerson.registers(baseUrl, `alice-e2ee-${run}`);
const bob = await EncryptedPerson.registers(baseUrl, `bob-e2ee-${run}`);
await alice.bootstraps();
await bob.bootstraps();
step("two people set up cross-signing, secret storage and a key backup");

const { room_id: roomId } = await alice.client.createRoom({
    preset: "private_chat",
    invite: [bob.id],
    initial_state: [{ type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } }],
});
await bob.sees("the invitation", () => bob.room(roomId)?.getMyMembership() === "invite");
await bob.client.joinRoom(roomId);
await alice.sees("the join", () => alice.room(roomId)?.getMember(bob.id)?.membership === "join");
await alice.encrypts(roomId);
await bob.encrypts(roomId);
step("they meet in an encrypted room");

const [hers, his] = await verifyEachOther(alice, () => alice.crypto.requestVerificationDM(bob.id, roomId), bob);
assert.equal(hers, his);
await alice.seesLater("that Bob is verified", async () => (await alice.crypto.getUserVerificationStatus(bob.id)).isCrossSigningVerified());
await bob.seesLater("that Alice is verified", async () => (await bob.crypto.getUserVerificationStatus(alice.id)).isCrossSigningVerified());
step("they verify each other by emoji");

const said = [];
for (let number = 0; number < 100; number++) {
    const [speaker, listener] = number % 2 === 0 ? [alice, bob] : [bob, alice];
    const { event_id: eventId } = await speaker.client.sendTextMessage(roomId, `secret ${number}`);
    const heard = await listener.reads(roomId, eventId);
    assert.equal(heard.getContent().body, `secret ${number}`);
    assert.equal(heard.getWireType(), "m.room.encrypted");
    assert.ok(!JSON.stringify(heard.getWireContent()).includes("secret"));
    said.push(eventId);
}
step("100 encrypted messages go to and fro");

const laptop = await alice.logsInAgain();
await laptop.encrypts(roomId);
await alice.knowsDevice(alice.id, laptop.deviceId);
await laptop.cannotRead(roomId, said.at(-1));
const [onPhone, onLaptop] = await verifyEachOther(laptop, () => laptop.crypto.requestOwnUserVerification(), alice);
assert.equal(onPhone, onLaptop);
await laptop.seesLater("its cross-signing", () => laptop.crypto.isCrossSigningReady());
step("a second device is verified by the first");

await laptop.seesLater("the key of the backup", () => laptop.crypto.getSessionBackupPrivateKey());
await laptop.crypto.checkKeyBackupAndEnable();
// The client uploads a session within ten seconds after it was last asked to look, and not before.
await alice.seesLater("that both sessions are backed up", async () => {
    await alice.crypto.checkKeyBackupAndEnable();
    return (await alice.crypto.getKeyBackupInfo()).count >= 2;
}, 60_000);
await laptop.crypto.restoreKeyBackup();
for (const [number, eventId] of said.entries()) {
    const read = await laptop.reads(roomId, eventId);
    assert.equal(read.getContent().body, `secret ${number}`);
}
step("the second device reads the history from the key backup");

const { event_id: toBoth } = await bob.client.sendTextMessage(roomId, "for both of your devices");
await Promise.all([alice.reads(roomId, toBoth), laptop.reads(roomId, toBoth)]);
step("both devices read what is said now");

const removed = laptop.deviceId;
await alice.authenticated((auth) => alice.client.deleteDevice(removed, auth ?? undefined));
await bob.forgetsDevice(alice.id, removed);
const { event_id: afterRemoval } = await bob.client.sendTextMessage(roomId, "not for the lost laptop");
const readByAlice = await alice.reads(roomId, afterRemoval);
await assert.rejects(laptop.client.whoami(), (refusal) => refusal.errcode === "M_UNKNOWN_TOKEN");
const stolen = new MatrixEvent({ ...readByAlice.event });
await laptop.client.decryptEventIfNeeded(stolen);
assert.ok(stolen.isDecryptionFailure(), "a removed device still reads");
step("a device that was removed reads nothing more");

const carol = await EncryptedPerson.registers(baseUrl, `carol-e2ee-${run}`);
await carol.bootstraps();
await alice.client.invite(roomId, carol.id);
await carol.sees("the invitation", () => carol.room(roomId)?.getMyMembership() === "invite");
await carol.client.joinRoom(roomId);
await alice.sees("Carol's join", () => alice.room(roomId)?.getMember(carol.id)?.membership === "join");
await bob.sees("Carol's join", () => bob.room(roomId)?.getMember(carol.id)?.membership === "join");
await carol.encrypts(roomId);
for (const speaker of [alice, bob]) {
    const { event_id: welcome } = await speaker.client.sendTextMessage(roomId, "Welcome");
    assert.equal((await carol.reads(roomId, welcome)).getContent().body, "Welcome");
}
await carol.client.scrollback(carol.room(roomId), 200);
await carol.cannotRead(roomId, said.at(-1));
await carol.cannotRead(roomId, afterRemoval);
step("a new member reads only what is said from the join on");

const phone = await alice.logsInAgain();
phone.recovery.key = alice.recovery.key;
assert.ok(await phone.crypto.userHasCrossSigningKeys(alice.id, true));
await phone.crypto.bootstrapCrossSigning({});
await phone.crypto.loadSessionBackupPrivateKeyFromSecretStorage();
await phone.crypto.restoreKeyBackup();
await phone.client.scrollback(phone.room(roomId), 200);
assert.equal((await phone.reads(roomId, said[0])).getContent().body, "secret 0");
await bob.seesLater("that the new device is its owner's", async () => (await bob.crypto.getDeviceVerificationStatus(alice.id, phone.deviceId))?.crossSigningVerified);
step("a recovery key alone brings a new device back to everything");

for (const person of [alice, bob, carol, laptop, phone]) person.leavesTheStage();
console.log(`1..${steps.length}`);
process.exit(0);
