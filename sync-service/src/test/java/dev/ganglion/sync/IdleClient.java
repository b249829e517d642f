package dev.ganglion.sync;

import org.springframework.http.HttpMethod;

/** The client of one user who says nothing. Only ever does one thing at a time. */
final class IdleClient {
    private static final int MOMENT = 30;
    private static final String FILTER = "{\"presence\":{\"not_types\":[\"m.presence\"]}}";
    private static final String READ = "/rooms/{room}/receipt/m.read/{event}";

    private final TestUser user;
    private SlidingClient sliding;
    private String since = "";
    private String room = "";
    private String event = "";

    IdleClient(TestUser user) {
        this.user = user;
        this.sliding = connection("main");
    }

    TestUser user() {
        return user;
    }

    String room() {
        return room;
    }

    void enters(String newRoom, String lastEvent) {
        room = newRoom;
        event = lastEvent;
        SyncIT.awaitJoin(user, newRoom);
    }

    void isShown(String lastEvent) {
        event = lastEvent;
    }

    /** Uploads its filter again, waits until the time is up, and comes again with the new token. */
    void polls(String presence) {
        String filter =
                user.sync(HttpMethod.POST, "/user/{user}/filter", FILTER, user.id())
                        .string("filter_id")
                        .orElseThrow();
        String query = "filter={filter}&set_presence={presence}&timeout=";
        for (int i = 0; i < 2; i++) {
            since =
                    since.isEmpty()
                            ? user.syncs(query + 0, filter, presence).nextBatch()
                            : user.syncs(query + MOMENT + "&since={since}", filter, presence, since)
                                    .nextBatch();
        }
    }

    /** Goes on with its connection, or begins it anew. */
    void slides(boolean beginsAnew) {
        if (beginsAnew) {
            sliding = connection("main");
        }
        sliding.syncs();
        sliding.tries(MOMENT).expectStatus().isOk().expectBody().returnResult();
    }

    void types() {
        String path = "/rooms/{room}/typing/{user}";
        user.sync(HttpMethod.PUT, path, "{\"typing\":true,\"timeout\":50}", room, user.id());
        user.sync(HttpMethod.PUT, path, "{\"typing\":false}", room, user.id());
        user.sync(HttpMethod.PUT, path, "{\"typing\":true,\"timeout\":50}", room, user.id());
    }

    void reads() {
        user.sync(HttpMethod.POST, READ, "{}", room, event);
        user.sync(
                HttpMethod.POST,
                "/rooms/{room}/read_markers",
                "{\"m.fully_read\":\"%s\",\"m.read.private\":\"%s\"}".formatted(event, event),
                room);
    }

    void stores() {
        String body = "{\"at\":" + System.nanoTime() + "}";
        String path = "/user/{user}/account_data/org.example.seen";
        user.sync(HttpMethod.PUT, path, body, user.id());
        user.sync(
                HttpMethod.PUT,
                "/user/{user}/rooms/{room}/account_data/org.example.seen",
                body,
                user.id(),
                room);
    }

    /** A message to the other's device, which acknowledges it when it is there. */
    void tells(IdleClient other, String transaction) {
        tells(other.user, transaction);
    }

    /** A connection that is left at once, and a device that is there for a short while. */
    void logsInAndOut(int number, PushGateway gateway) {
        connection("left-" + number).syncs();
        TestUser device = user.onDevice("D" + number);
        DeviceTables devices = Suite.shared().devices();
        devices.has(device);
        devices.uploadsKeys(device, "signed_curve25519", 3);
        SyncResult first = device.syncs();
        tells(device, "d" + number);
        new SlidingClient(device, SlidingClient.all(1, "[]")).syncs();
        device.syncs("timeout=" + MOMENT + "&since={since}", first.nextBatch());
        tells(device, "e" + number);
        setsPusher(device, gateway);
        devices.deletes(device);
        devices.changesKeys(user);
    }

    /** With a push key of its own: it goes with the device. */
    private static void setsPusher(TestUser device, PushGateway gateway) {
        device.sync(
                HttpMethod.POST,
                "/pushers/set",
                """
                {"kind": "http", "app_id": "org.example.app", "pushkey": "%s", "app_display_name": "App",
                 "device_display_name": "Phone", "lang": "en", "data": {"url": "%s"}}
                """
                        .formatted(device.token(), gateway.url()));
    }

    private void tells(TestUser device, String transaction) {
        user.sync(
                HttpMethod.PUT,
                "/sendToDevice/org.example.m/{txn}",
                "{\"messages\":{\"%s\":{\"%s\":{}}}}".formatted(device.id(), device.device()),
                transaction);
    }

    private SlidingClient connection(String name) {
        String lists = SlidingClient.all(1, "[]");
        return new SlidingClient(
                user, "{\"conn_id\":\"" + name + "\"," + lists.strip().substring(1));
    }
}
