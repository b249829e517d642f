package dev.ganglion.testing.client;

import static dev.ganglion.testing.client.Paths.escaped;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.MxcUri;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** One device of one user. Thread-safe; every refusal is a {@link MatrixError}. */
public final class MatrixSession {
    private static final String V3 = "/_matrix/client/v3";

    private final Http http;
    private final UserId userId;
    private final DeviceId deviceId;
    private final String accessToken;

    MatrixSession(Http http, UserId userId, DeviceId deviceId, String accessToken) {
        this.http = http;
        this.userId = userId;
        this.deviceId = deviceId;
        this.accessToken = accessToken;
    }

    public UserId userId() {
        return userId;
    }

    public DeviceId deviceId() {
        return deviceId;
    }

    public String accessToken() {
        return accessToken;
    }

    /** Any endpoint with a body. */
    public JsonObject call(String method, String path, JsonObject body) {
        return http.call(method, path, Optional.of(accessToken), Optional.of(body));
    }

    /** Any endpoint with a body that need not be JSON, though it is said to be. */
    public JsonObject callWith(String method, String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return http.callWith(method, path, Optional.of(accessToken), Optional.of(bytes));
    }

    /** Any endpoint with a body, whose answer may hold numbers that no event could. */
    public String callForText(String method, String path, JsonObject body) {
        return http.text(method, path, accessToken, body);
    }

    /** Any endpoint that is read. */
    public JsonObject get(String path) {
        return http.call("GET", path, Optional.of(accessToken), Optional.empty());
    }

    /** An endpoint that is read and answers a list. */
    public JsonArray getList(String path) {
        return http.list(path, accessToken);
    }

    /** Any endpoint that deletes. */
    public JsonObject delete(String path) {
        return http.call("DELETE", path, Optional.of(accessToken), Optional.empty());
    }

    /** A room of default settings with a name. */
    public RoomId createRoom(String name) {
        return createRoom(JsonObject.of("name", name));
    }

    public RoomId createRoom(JsonObject request) {
        JsonObject answer = call("POST", V3 + "/createRoom", request);
        return RoomId.parse(answer.string("room_id").orElseThrow());
    }

    /** By ID or alias. */
    public RoomId join(String room) {
        JsonObject answer = call("POST", V3 + "/join/" + escaped(room), JsonObject.EMPTY);
        return RoomId.parse(answer.string("room_id").orElseThrow());
    }

    public RoomId join(RoomId room) {
        return join(room.value());
    }

    public void invite(RoomId room, UserId user) {
        call("POST", room(room) + "/invite", JsonObject.of("user_id", user.value()));
    }

    public void leave(RoomId room) {
        call("POST", room(room) + "/leave", JsonObject.EMPTY);
    }

    public void kick(RoomId room, UserId user) {
        call("POST", room(room) + "/kick", JsonObject.of("user_id", user.value()));
    }

    public void ban(RoomId room, UserId user) {
        call("POST", room(room) + "/ban", JsonObject.of("user_id", user.value()));
    }

    /** A text message. */
    public EventId send(RoomId room, String text) {
        JsonObject content =
                JsonObject.builder().put("msgtype", "m.text").put("body", text).build();
        return send(room, "m.room.message", UUID.randomUUID().toString(), content);
    }

    public EventId send(RoomId room, String type, String txnId, JsonObject content) {
        String path = room(room) + "/send/" + escaped(type) + "/" + escaped(txnId);
        return eventId(call("PUT", path, content));
    }

    public EventId sendState(RoomId room, String type, String stateKey, JsonObject content) {
        return eventId(call("PUT", statePath(room, type, stateKey), content));
    }

    /** The content of a state event. */
    public JsonObject state(RoomId room, String type, String stateKey) {
        return get(statePath(room, type, stateKey));
    }

    public EventId redact(RoomId room, EventId event) {
        String path = room(room) + "/redact/" + escaped(event.value()) + "/" + UUID.randomUUID();
        return eventId(call("PUT", path, JsonObject.EMPTY));
    }

    /** An initial sync. */
    public SyncAnswer sync() {
        return new SyncAnswer(get(V3 + "/sync?timeout=0"));
    }

    /** What is new since then; waits for it this long. */
    public SyncAnswer sync(String since, Duration timeout) {
        return new SyncAnswer(
                get(V3 + "/sync?since=" + escaped(since) + "&timeout=" + timeout.toMillis()));
    }

    /**
     * A page of the room's history.
     *
     * @param direction {@code b} or {@code f}
     * @param from where a page before ended; absent for the end (or beginning) of the room
     */
    public JsonObject messages(RoomId room, String direction, Optional<String> from, int limit) {
        return messages(room, direction, from, Optional.empty(), limit);
    }

    /**
     * A page of a part of the room's history.
     *
     * @param to where the part ends; absent for all that there is
     */
    public JsonObject messages(
            RoomId room, String direction, Optional<String> from, Optional<String> to, int limit) {
        String start = from.map(token -> "&from=" + escaped(token)).orElse("");
        String end = to.map(token -> "&to=" + escaped(token)).orElse("");
        return get(room(room) + "/messages?dir=" + direction + "&limit=" + limit + start + end);
    }

    /** Stores a file. */
    public MxcUri upload(byte[] file, String contentType) {
        JsonObject answer = http.upload("/_matrix/media/v3/upload", accessToken, file, contentType);
        return MxcUri.parse(answer.string("content_uri").orElseThrow());
    }

    /** A file as it was stored. */
    public byte[] download(MxcUri file) {
        return http.download(
                "/_matrix/client/v1/media/download/" + file.serverName() + "/" + file.mediaId(),
                accessToken);
    }

    public void setTyping(RoomId room, boolean isTyping) {
        JsonObject body =
                JsonObject.builder().put("typing", isTyping).put("timeout", 20_000).build();
        call("PUT", room(room) + "/typing/" + escaped(userId.value()), body);
    }

    /** A public read receipt. */
    public void markRead(RoomId room, EventId event) {
        call("POST", room(room) + "/receipt/m.read/" + escaped(event.value()), JsonObject.EMPTY);
    }

    public void logout() {
        call("POST", V3 + "/logout", JsonObject.EMPTY);
    }

    /** Without the access token, which must not get into a log. */
    @Override
    public String toString() {
        return userId + "/" + deviceId;
    }

    private static String room(RoomId room) {
        return V3 + "/rooms/" + escaped(room.value());
    }

    private static String statePath(RoomId room, String type, String stateKey) {
        return room(room) + "/state/" + escaped(type) + "/" + escaped(stateKey);
    }

    private static EventId eventId(JsonObject answer) {
        return EventId.parse(answer.string("event_id").orElseThrow());
    }
}
