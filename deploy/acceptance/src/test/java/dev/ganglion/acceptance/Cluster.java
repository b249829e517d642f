package dev.ganglion.acceptance;

import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.InternalIdentity;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.testing.infrastructure.Infrastructure;
import dev.ganglion.testing.infrastructure.TestDatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The suite as a large operator runs it: replicas of every service, one gateway that clients see,
 * shared stores.
 */
final class Cluster implements AutoCloseable {
    // room before sync and moderation, which read its tables; the gateway when all it leads to is
    // there.
    private static final List<String> START_ORDER =
            List.of("room", "auth", "sync", "media", "moderation", "gateway");

    private static final Pattern JWK_PRIVATE_PART = Pattern.compile("\"d\"\\s*:\\s*\"([^\"]+)\"");

    private final Tuning tuning;
    private final Path folder;
    private final TestDatabase database;
    private final Map<String, String> shared = new HashMap<>();
    private final Map<String, List<Replica>> replicas = new LinkedHashMap<>();

    /** One process of one service; after a stop it can be started again on the same port. */
    static final class Replica {
        private final String service;
        private final int port;
        private final Tuning tuning;
        private final Path folder;
        private final Map<String, String> settings;
        private JavaProcess process;

        private Replica(
                String service,
                int port,
                Tuning tuning,
                Path folder,
                Map<String, String> settings) {
            this.service = service;
            this.port = port;
            this.tuning = tuning;
            this.folder = folder;
            this.settings = settings;
            this.process = launch();
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + port);
        }

        JavaProcess process() {
            return process;
        }

        void restart() {
            process = launch();
            awaitReady();
        }

        private void awaitReady() {
            process.awaitAnswer(
                    url().resolve(
                                    service.equals("gateway")
                                            ? "/_matrix/client/versions"
                                            : "/actuator/health/readiness"));
        }

        /** The gateway tells about itself on a port of its own, the others on their only one. */
        private int managementPort() {
            return service.equals("gateway") ? Ports.free() : port;
        }

        private JavaProcess launch() {
            String capitalised =
                    service.substring(0, 1).toUpperCase(Locale.ROOT) + service.substring(1);
            String main = "dev.ganglion." + service + "." + capitalised + "ServiceApplication";
            return JavaProcess.start(
                    main,
                    tuning,
                    folder,
                    settings,
                    "--server.port=" + port,
                    "--management.server.port=" + managementPort());
        }
    }

    private Cluster(int replicasEach, Tuning tuning, Map<String, String> extra) {
        this.tuning = tuning;
        this.folder = temporaryFolder();
        this.database = Infrastructure.shared().postgres().freshDatabase();
        putAll(database.settings());
        shared.put("GANGLION_SERVER_NAME", "test.local");
        shared.put("GANGLION_REGISTRATION", "open");
        shared.put("GANGLION_RATE_LIMITS", "off");
        shared.put("GANGLION_LOG_FORMAT", "json");
        shared.put("GANGLION_MEDIA_DIRECTORY", folder.resolve("media").toString());
        shared.putAll(extra);
        Map<String, List<Integer>> ports =
                START_ORDER.stream()
                        .collect(
                                Collectors.toMap(
                                        service -> service, service -> freePorts(replicasEach)));
        ports.forEach(
                (service, list) ->
                        shared.put(
                                "GANGLION_SERVICES_" + service.toUpperCase(Locale.ROOT) + "_URLS",
                                urls(list)));
        for (String service : START_ORDER) {
            start(service, ports.getOrDefault(service, List.of()));
        }
    }

    /** Every service as often as that, ready to be used, logging all that it ever logs. */
    static Cluster of(int replicasEach) {
        return new Cluster(
                replicasEach,
                Tuning.QUICK_START,
                Map.of("GANGLION_GATEWAY_ACCESS_LOG", "on", "GANGLION_LOG_LEVEL", "DEBUG"));
    }

    static Cluster of(int replicasEach, Tuning tuning, Map<String, String> settings) {
        return new Cluster(replicasEach, tuning, settings);
    }

    /** Where clients go. */
    URI gateway() {
        return replicas("gateway").getFirst().url();
    }

    TestDatabase database() {
        return database;
    }

    List<Replica> replicas(String service) {
        return replicas.getOrDefault(service, List.of());
    }

    /** Headers by which the gateway lets a user through to a service, past any check of its own. */
    Map<String, String> headersOf(Requester requester, String service) {
        Path keys = Infrastructure.shared().keys();
        InternalIdentity gateway = InternalIdentity.read(keys.resolve("gateway.jwk"));
        InternalIdentity auth = InternalIdentity.read(keys.resolve("auth.jwk"));
        return Map.of(
                InternalHeaders.SERVICE_TOKEN,
                gateway.services().forTarget(service),
                "Authorization",
                "Bearer " + auth.users().issue(requester).value());
    }

    /** Everything that all processes have printed. */
    String output() {
        return replicas.values().stream()
                .flatMap(List::stream)
                .map(replica -> replica.process().output())
                .collect(Collectors.joining("\n"));
    }

    /** The private parts of the keys that the processes were given. */
    Stream<String> secrets() {
        try (Stream<Path> files = Files.list(Infrastructure.shared().keys())) {
            return files.map(Cluster::text).flatMap(Cluster::privateParts).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        replicas.values().stream()
                .flatMap(List::stream)
                .map(Replica::process)
                .filter(JavaProcess::isAlive)
                .forEach(JavaProcess::kill);
    }

    private void start(String service, List<Integer> ports) {
        Map<String, String> settings = new HashMap<>(shared);
        Infrastructure.shared()
                .settings(service)
                .forEach((key, value) -> settings.put(variable(key), value.toString()));
        List<Replica> started =
                ports.stream()
                        .map(port -> new Replica(service, port, tuning, folder, settings))
                        .toList();
        replicas.put(service, started);
        started.forEach(Replica::awaitReady);
    }

    private void putAll(Map<String, Object> settings) {
        settings.forEach((key, value) -> shared.put(variable(key), value.toString()));
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String urls(List<Integer> ports) {
        return ports.stream()
                .map(port -> "http://127.0.0.1:" + port)
                .collect(Collectors.joining(","));
    }

    private static Stream<String> privateParts(String keyFile) {
        return keyFile.startsWith("ed25519 ")
                ? Stream.of(keyFile.substring(keyFile.lastIndexOf(' ') + 1).strip())
                : JWK_PRIVATE_PART.matcher(keyFile).results().map(match -> match.group(1));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> freePorts(int count) {
        List<Integer> ports = new ArrayList<>();
        IntStream.range(0, count).forEach(number -> ports.add(Ports.free()));
        return ports;
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("ganglion-acceptance");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
