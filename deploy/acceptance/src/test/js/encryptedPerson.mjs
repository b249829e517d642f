// A person who encrypts: cross-signing, secret storage, key backup and verification by emoji, all by matrix-js-sdk's Rust crypto.
import * as sdk from "matrix-js-sdk";
import { CryptoEvent, VerifierEvent, VerificationPhase } from "matrix-js-sdk/lib/crypto-api/index.js";
import { logger } from "matrix-js-sdk/lib/logger.js";
import { Person, quiet } from "./person.mjs";

const SAS = "m.sas.v1";

// The Rust crypto tells the console all that it does.
logger.setLevel?.("silent");
for (const level of ["trace", "debug", "info", "warn"]) console[level] = () => {};

export class EncryptedPerson extends Person {
    constructor(client, username, recovery) {
        super(client);
        this.username = username;
        this.recovery = recovery;
        this.requests = [];
        client.on(CryptoEvent.VerificationRequestReceived, (request) => this.requests.push(request));
    }

    static async registers(baseUrl, username) {
        const session = await Person.session(baseUrl, username);
        return EncryptedPerson.starts(baseUrl, username, session, {});
    }

    /** The same person on another device, who knows the recovery key only where it is told. */
    async logsInAgain() {
        const anonymous = sdk.createClient({ baseUrl: this.client.baseUrl, logger: quiet });
        const session = await anonymous.loginRequest({
            type: "m.login.password",
            identifier: { type: "m.id.user", user: this.username },
            password: Person.passwordOf(this.username),
        });
        return EncryptedPerson.starts(this.client.baseUrl, this.username, session, {});
    }

    static async starts(baseUrl, username, session, recovery) {
        const client = sdk.createClient({
            baseUrl,
            userId: session.user_id,
            accessToken: session.access_token,
            deviceId: session.device_id,
            verificationMethods: [SAS],
            logger: quiet,
            cryptoCallbacks: {
                getSecretStorageKey: async ({ keys }) => {
                    const id = Object.keys(keys)[0];
                    return recovery.key ? [id, recovery.key] : null;
                },
                cacheSecretStorageKey: (_id, _info, key) => { recovery.key = key; },
            },
        });
        const person = new EncryptedPerson(client, username, recovery);
        await client.initRustCrypto({ useIndexedDB: false });
        await client.startClient({ initialSyncLimit: 200, pollTimeout: 10_000 });
        await person.sees("the first sync", () => client.isInitialSyncComplete());
        return person;
    }

    get crypto() {
        return this.client.getCrypto();
    }

    get deviceId() {
        return this.client.getDeviceId();
    }

    async bootstraps() {
        await this.crypto.bootstrapCrossSigning({ authUploadDeviceSigningKeys: (upload) => this.authenticated(upload) });
        await this.crypto.bootstrapSecretStorage({
            setupNewSecretStorage: true,
            setupNewKeyBackup: true,
            createSecretStorageKey: () => this.crypto.createRecoveryKeyFromPassphrase(),
        });
        await this.seesLater("its own cross-signing", () => this.crypto.isCrossSigningReady());
        await this.seesLater("its secret storage", () => this.crypto.isSecretStorageReady());
        await this.seesLater("its key backup", () => this.crypto.getActiveSessionBackupVersion());
    }

    /** Sends a request that may ask for the password. */
    async authenticated(send) {
        return send(null).catch((refusal) => {
            if (refusal.httpStatus !== 401) throw refusal;
            return send({
                type: "m.login.password",
                identifier: { type: "m.id.user", user: this.username },
                password: Person.passwordOf(this.username),
                session: refusal.data.session,
            });
        });
    }

    async encrypts(roomId) {
        await this.seesLater("the room's encryption", () => this.crypto.isEncryptionEnabledInRoom(roomId));
    }

    /** The event, once it can be read. */
    async reads(roomId, eventId) {
        return this.sees(`the plain text of ${eventId}`, () => {
            const event = this.event(roomId, eventId);
            return event?.getType() === "m.room.message" && !event.isDecryptionFailure() && event;
        });
    }

    /** The event that came, but says nothing to who has no key. */
    async cannotRead(roomId, eventId) {
        return this.sees(`that ${eventId} cannot be read`, () => {
            const event = this.event(roomId, eventId);
            return event?.isDecryptionFailure() && event;
        });
    }

    async knowsDevice(userId, deviceId) {
        await this.seesLater(`the device ${deviceId}`, () => this.hasDevice(userId, deviceId));
    }

    async forgetsDevice(userId, deviceId) {
        await this.seesLater(`that ${deviceId} is gone`, async () => !(await this.hasDevice(userId, deviceId)));
    }

    async hasDevice(userId, deviceId) {
        const devices = await this.crypto.getUserDeviceInfo([userId]);
        return devices.get(userId)?.has(deviceId) ?? false;
    }

    async seesLater(what, condition, patienceMs = 20_000) {
        const deadline = Date.now() + patienceMs;
        while (Date.now() < deadline) {
            const seen = await condition();
            if (seen) return seen;
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        throw new Error(`${this.id} never saw ${what}`);
    }
}

/**
 * Answers the emoji. A client passes over requests of devices that it has not heard of yet, so both
 * know each other's first.
 */
export async function verifyEachOther(asking, ask, other) {
    await other.knowsDevice(asking.id, asking.deviceId);
    await asking.knowsDevice(other.id, other.deviceId);
    return compareEmoji(asking, await ask(), other);
}

/** Both compare the same emoji: who asked begins, the other follows. */
async function compareEmoji(asking, request, other) {
    const received = await other.sees("the request to verify", () => other.requests.shift());
    await received.accept();
    await asking.sees("that the other is ready", () => request.phase === VerificationPhase.Ready);
    const verifier = await request.startVerification(SAS);
    const shownToAsking = shownSas(verifier);
    const verified = verifier.verify();
    const othersVerifier = await other.sees("the beginning of the comparison", () => received.verifier);
    const shownToOther = shownSas(othersVerifier);
    const othersVerified = othersVerifier.verify();
    const state = () => `the request is in phase ${request.phase}, as received in ${received.phase}`;
    const [mine, theirs] = await within("the emoji", state, [shownToAsking, shownToOther]);
    await within("the confirmations", state, [mine.confirm(), theirs.confirm()]);
    await within("the end of the verification", state, [verified, othersVerified]);
    return [mine, theirs].map((sas) => sas.sas.emoji.map(([emoji]) => emoji).join(""));
}

async function within(what, state, promises) {
    let timer;
    const patience = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`Nobody saw ${what}: ${state()}`)), 30_000);
    });
    return Promise.race([Promise.all(promises), patience]).finally(() => clearTimeout(timer));
}

function shownSas(verifier) {
    return new Promise((resolve, reject) => {
        const shown = verifier.getShowSasCallbacks();
        if (shown) resolve(shown);
        verifier.on(VerifierEvent.ShowSas, resolve);
        verifier.on(VerifierEvent.Cancel, (error) => reject(error));
    });
}
