package dev.ganglion.testing.client;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.function.Consumer;

/** A client that is not logged in. Thread-safe; every refusal is a {@link MatrixError}. */
public final class MatrixClient {
    private static final String V3 = "/_matrix/client/v3";

    private final Http http;

    /**
     * @param server such as {@code http://localhost:8008}
     */
    public MatrixClient(URI server) {
        this(server, _ -> {});
    }

    /**
     * A client that lets somebody listen.
     *
     * @param server such as {@code http://localhost:8008}
     * @param listener hears every response before whoever asked for it, in the same thread
     */
    public MatrixClient(URI server, Consumer<HttpResponse<byte[]>> listener) {
        this.http = new Http(server, listener);
    }

    /** Registers through the dummy stage. */
    public MatrixSession register(String username, String password) {
        return register(username, password, JsonObject.of("type", "m.login.dummy"));
    }

    /** Registers with a registration token. */
    public MatrixSession register(String username, String password, String registrationToken) {
        return register(
                username,
                password,
                JsonObject.builder()
                        .put("type", "m.login.registration_token")
                        .put("token", registrationToken)
                        .build());
    }

    /** A password login on a new device. */
    public MatrixSession login(String username, String password) {
        JsonObject identifier =
                JsonObject.builder().put("type", "m.id.user").put("user", username).build();
        return session(
                call(
                        "POST",
                        V3 + "/login",
                        JsonObject.builder()
                                .put("type", "m.login.password")
                                .put("identifier", identifier)
                                .put("password", password)
                                .build()));
    }

    /** Any endpoint, without an access token. */
    public JsonObject call(String method, String path, JsonObject body) {
        return http.call(method, path, Optional.empty(), Optional.of(body));
    }

    /** Any endpoint, without an access token and without a body. */
    public JsonObject get(String path) {
        return http.call("GET", path, Optional.empty(), Optional.empty());
    }

    /** Takes up a session whose access token is known. */
    public MatrixSession resume(UserId userId, DeviceId deviceId, String accessToken) {
        return new MatrixSession(http, userId, deviceId, accessToken);
    }

    /** The first answer names the session of the authentication, unless none is asked for. */
    private MatrixSession register(String username, String password, JsonObject stage) {
        JsonObject request =
                JsonObject.builder().put("username", username).put("password", password).build();
        try {
            return session(call("POST", V3 + "/register", request));
        } catch (MatrixError e) {
            String session = e.body().string("session").orElseThrow(() -> e);
            JsonObject auth = stage.toBuilder().put("session", session).build();
            return session(
                    call("POST", V3 + "/register", request.toBuilder().put("auth", auth).build()));
        }
    }

    private MatrixSession session(JsonObject answer) {
        return resume(
                UserId.parse(answer.string("user_id").orElseThrow()),
                DeviceId.parse(answer.string("device_id").orElseThrow()),
                answer.string("access_token").orElseThrow());
    }
}
