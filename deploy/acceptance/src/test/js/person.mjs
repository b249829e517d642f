// A person with a real client: registers, syncs, and can wait until the client has seen something.
import * as sdk from "matrix-js-sdk";
import { SlidingSync } from "matrix-js-sdk/lib/sliding-sync.js";

const PATIENCE_MS = 20_000;
const REQUIRED = [["m.room.create", ""], ["m.room.name", ""], ["m.room.member", "$LAZY"], ["m.room.member", "$ME"]];

export class Person {
    constructor(client) {
        this.client = client;
    }

    static passwordOf(username) {
        return `${username} has a long password`;
    }

    /** A new account, and what its first login answered. */
    static async session(baseUrl, username) {
        const password = Person.passwordOf(username);
        const anonymous = sdk.createClient({ baseUrl, logger: quiet });
        return anonymous.register(username, password, null, { type: "m.login.dummy" }).catch(async (refusal) => {
            if (refusal.httpStatus !== 401) throw refusal;
            return anonymous.register(username, password, refusal.data.session, { type: "m.login.dummy", session: refusal.data.session });
        });
    }

    static async registers(baseUrl, username) {
        const session = await Person.session(baseUrl, username);
        const client = sdk.createClient({
            baseUrl,
            userId: session.user_id,
            accessToken: session.access_token,
            deviceId: session.device_id,
            logger: quiet,
        });
        const person = new Person(client);
        await client.startClient({ initialSyncLimit: 50, pollTimeout: 10_000 });
        await person.sees("the first sync", () => client.isInitialSyncComplete());
        return person;
    }

    /** The same over sliding sync; the person's `sliding` is what the SDK calls so. */
    static async slides(baseUrl, username) {
        const session = await Person.session(baseUrl, username);
        const client = sdk.createClient({
            baseUrl,
            userId: session.user_id,
            accessToken: session.access_token,
            deviceId: session.device_id,
            logger: quiet,
        });
        const lists = new Map([["all", { ranges: [[0, 20]], timeline_limit: 10, required_state: REQUIRED }]]);
        const person = new Person(client);
        person.sliding = new SlidingSync(baseUrl, lists, { timeline_limit: 20, required_state: [["*", "*"]] }, client, 10_000);
        let answers = 0;
        person.sliding.on("SlidingSync.Lifecycle", (state, answer) => { if (answer) answers += 1; });
        client.startClient({ slidingSync: person.sliding });
        await person.sees("the first answer", () => answers > 0);
        return person;
    }

    get id() {
        return this.client.getUserId();
    }

    room(roomId) {
        return this.client.getRoom(roomId);
    }

    event(roomId, eventId) {
        return this.room(roomId)?.findEventById(eventId);
    }

    /** Polls what the client itself has made of its syncs: events of the SDK differ from kind to kind. */
    async sees(what, condition) {
        const deadline = Date.now() + PATIENCE_MS;
        while (Date.now() < deadline) {
            const seen = condition();
            if (seen) return seen;
            await new Promise((resolve) => setTimeout(resolve, 25));
        }
        throw new Error(`${this.id ?? "somebody"} never saw ${what}`);
    }

    leavesTheStage() {
        this.sliding?.stop();
        this.client.stopClient();
    }
}

export const quiet = {
    trace() {}, debug() {}, info() {}, warn() {},
    error: (...words) => console.error(...words),
    getChild: () => quiet,
};
