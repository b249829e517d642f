package dev.ganglion.testing.identityserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.ganglion.protocol.crypto.JsonSignatures;
import dev.ganglion.protocol.crypto.SigningKey;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An identity server on the loopback interface, as far as a homeserver asks one. */
public final class FakeIdentityServer implements AutoCloseable {
    /** Whoever comes with it is known here. */
    public static final String ACCESS_TOKEN = "secret-of-the-identity-server";

    private static final String PREFIX = "/_matrix/identity/v2";
    private static final int OK = 200;

    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private final Map<String, UserId> bound = new ConcurrentHashMap<>();
    private final Map<String, Answer> scripted = new ConcurrentHashMap<>();
    private final List<JsonObject> stored = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile String pepper = "salt";
    private volatile boolean isKeyValid = true;

    /** What is answered to a path instead of the truth. */
    private record Answer(int status, String body, Map<String, String> headers) {}

    public FakeIdentityServer() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    /** As clients write it; it is reached by plain HTTP. */
    public String name() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public void binds(String email, UserId user) {
        bound.put(email, user);
    }

    public void answers(String path, int status, String body) {
        scripted.put(PREFIX + path, new Answer(status, body, Map.of()));
    }

    public void redirects(String path, String where) {
        scripted.put(PREFIX + path, new Answer(302, "{}", Map.of("Location", where)));
    }

    public void tellsTheTruth() {
        scripted.clear();
        isKeyValid = true;
    }

    public void changesItsPepperAtTheNextLookup() {
        answers("/lookup", 400, "{\"errcode\":\"M_INVALID_PEPPER\",\"error\":\"old\"}");
    }

    public void revokesItsKey() {
        isKeyValid = false;
    }

    /** What it was told of invitations, in order. */
    public List<JsonObject> stored() {
        return stored;
    }

    /** Proof for that user to have the address of an invitation. */
    public JsonObject signs(UserId sender, UserId invited, String token) {
        return JsonSignatures.sign(
                JsonObject.builder()
                        .put("sender", sender.value())
                        .put("mxid", invited.value())
                        .put("token", token)
                        .build(),
                "id.example.org",
                key);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Answer answer = answer(exchange, body);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private Answer answer(HttpExchange exchange, byte[] body) {
        String path = exchange.getRequestURI().getPath();
        Answer fault = scripted.get(path);
        if (fault != null) {
            if (fault.body().contains("M_INVALID_PEPPER")) {
                pepper = "pepper";
                scripted.remove(path);
            }
            return fault;
        }
        if (path.endsWith("/isvalid")) {
            boolean isKnown =
                    exchange.getRequestURI().getQuery().equals("public_key=" + publicKey());
            return given(JsonObject.builder().put("valid", isKnown && isKeyValid).build());
        }
        Optional<String> token =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
        return token.equals(Optional.of("Bearer " + ACCESS_TOKEN))
                ? known(path, body)
                : new Answer(401, "{\"errcode\":\"M_UNAUTHORIZED\",\"error\":\"Who?\"}", Map.of());
    }

    private Answer known(String path, byte[] body) {
        return switch (path.substring(PREFIX.length())) {
            case "/hash_details" ->
                    given(
                            JsonObject.builder()
                                    .put("lookup_pepper", pepper)
                                    .put("algorithms", JsonArray.ofStrings(List.of("sha256")))
                                    .build());
            case "/lookup" -> given(lookUp(Json.parseObject(body)));
            case "/store-invite" -> given(store(Json.parseObject(body)));
            default -> new Answer(404, "{}", Map.of());
        };
    }

    private JsonObject lookUp(JsonObject question) {
        JsonObject.Builder mappings = JsonObject.builder();
        question.array("addresses")
                .orElseThrow()
                .strings()
                .forEach(
                        hash ->
                                bound.forEach(
                                        (email, user) -> {
                                            if (hash(email).equals(hash)) {
                                                mappings.put(hash, user.value());
                                            }
                                        }));
        return JsonObject.builder().put("mappings", mappings.build()).build();
    }

    private JsonObject store(JsonObject question) {
        stored.add(question);
        JsonValue keyOfInvite =
                JsonObject.builder()
                        .put("public_key", publicKey())
                        .put("key_validity_url", "http://" + name() + PREFIX + "/pubkey/isvalid")
                        .build();
        return JsonObject.builder()
                .put("token", "token-" + stored.size())
                .put("display_name", "c...@e...")
                .put("public_keys", new JsonArray(List.of(keyOfInvite)))
                .build();
    }

    public String publicKey() {
        return key.verifyKey().toBase64();
    }

    private String hash(String email) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest((email + " email " + pepper).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer given(JsonObject body) {
        return new Answer(OK, CanonicalJson.encodeToString(body), Map.of());
    }
}
