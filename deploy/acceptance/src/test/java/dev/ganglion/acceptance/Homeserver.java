package dev.ganglion.acceptance;

import dev.ganglion.testing.client.MatrixClient;
import dev.ganglion.testing.client.MatrixSession;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The one process that a small operator runs, with open registration unless it is told else. */
public final class Homeserver implements AutoCloseable {
    /** Of everybody here. */
    public static final String PASSWORD = "the password of them all";

    private final JavaProcess process;
    private final URI url;
    private final Clients clients;
    private final Map<String, MatrixSession> people = new ConcurrentHashMap<>();

    private Homeserver(JavaProcess process, URI url, Clients clients) {
        this.process = process;
        this.url = url;
        this.clients = clients;
    }

    /**
     * Without rate limits.
     *
     * @param identityServer which it trusts, on this machine
     */
    static Homeserver start(Clients clients, String identityServer) {
        return start(
                clients,
                Map.of(
                        "GANGLION_RATE_LIMITS",
                        "off",
                        "GANGLION_IDENTITY_SERVERS_TRUSTED",
                        "http://" + identityServer));
    }

    /** Whoever starts one closes it. */
    public static Homeserver start(Clients clients, Map<String, String> settings) {
        return start(clients, settings, Ports.free());
    }

    /** One that sends browsers to its own pages: it knows the address at which they find it. */
    public static Homeserver startForBrowsers(Clients clients, Map<String, String> settings) {
        int port = Ports.free();
        Map<String, String> all = new HashMap<>(settings);
        all.put("GANGLION_PUBLIC_BASE_URL", "http://127.0.0.1:" + port);
        return start(clients, all, port);
    }

    private static Homeserver start(Clients clients, Map<String, String> settings, int port) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("GANGLION_PORT", String.valueOf(port));
        all.put("GANGLION_GATEWAY_MANAGEMENT_PORT", String.valueOf(Ports.free()));
        all.putIfAbsent("GANGLION_REGISTRATION", "open");
        URI url = URI.create("http://127.0.0.1:" + port);
        try {
            JavaProcess process =
                    JavaProcess.start(
                            "dev.ganglion.standalone.Main",
                            Tuning.QUICK_START,
                            Files.createTempDirectory("ganglion-homeserver"),
                            all);
            process.awaitAnswer(url.resolve("/_matrix/client/versions"));
            return new Homeserver(process, url, clients);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where browsers find it. */
    public URI url() {
        return url;
    }

    /** A client that is not logged in. */
    public MatrixClient client() {
        return clients.of(url);
    }

    /** The same person for all who ask by that name; rooms of a test are its own. */
    public MatrixSession person(String name) {
        return people.computeIfAbsent(name, this::register);
    }

    /** Somebody whom no other test meets. */
    public MatrixSession stranger() {
        return register("stranger-" + UUID.randomUUID().toString().substring(0, 8));
    }

    /** Another device of that person. */
    public MatrixSession anotherDeviceOf(String name) {
        return client().login(person(name).userId().localpart(), PASSWORD);
    }

    @Override
    public void close() {
        process.stop();
    }

    private MatrixSession register(String name) {
        return client().register(name, PASSWORD);
    }
}
