package dev.ganglion.sync;

import dev.ganglion.room.RoomServiceApplication;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.identity.InternalHeaders;
import dev.ganglion.service.identity.InternalIdentity;
import dev.ganglion.testing.StatementLog;
import dev.ganglion.testing.accounts.AccountsDouble;
import dev.ganglion.testing.infrastructure.Infrastructure;
import dev.ganglion.testing.infrastructure.TestDatabase;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A room-service and two replicas of sync-service on one database. Started once for the JVM; tests
 * keep apart by their users and rooms.
 */
public final class Suite {
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** Gateways of the tests may be there, and nobody waits long for them. */
    private static final Map<String, Object> PUSHES =
            Map.of(
                    "ganglion.pushers.own-gateways", "http://127.0.0.1,http://127.0.0.2",
                    "ganglion.push.max-waiting", 10,
                    "ganglion.push.badge-delay", "100ms",
                    "ganglion.digests.interval", "100ms",
                    "ganglion.push-gateways.timeout", "2s",
                    "ganglion.push-gateways.max-pause", "1s",
                    "ganglion.push-gateways.at-once", 8,
                    "ganglion.push-gateways.per-host", 3);

    private final AtomicInteger replicas = new AtomicInteger();
    private final TestDatabase database = withAccounts();
    private final String prefix = "ganglion-" + UUID.randomUUID() + ":";
    private final ConfigurableApplicationContext rooms =
            start(RoomServiceApplication.class, "room", Map.of());
    private final List<ConfigurableApplicationContext> syncs;

    private final DeviceTables devices =
            new DeviceTables(database, () -> sync(0).getBean(Bus.class));

    private Suite() {
        syncs = List.of(startSync(), startSync());
    }

    /** Without replicas. */
    private Suite(List<ConfigurableApplicationContext> syncs) {
        this.syncs = syncs;
    }

    /** A database of its own, a room-service and a replica of sync-service that may end. */
    static Mortal mortal(Map<String, Object> more) {
        return new Suite(List.of()).new Mortal(more);
    }

    /** One replica after the other, on one database. */
    final class Mortal implements AutoCloseable {
        private final Map<String, Object> more;
        private ConfigurableApplicationContext sync;

        private Mortal(Map<String, Object> more) {
            this.more = more;
            this.sync = startAlone();
        }

        DeviceTables devices() {
            return devices;
        }

        TestUser user(String name) {
            return Suite.this.user(name, List.of(sync));
        }

        /** What the former one remembered is gone. Users of before reach it no longer. */
        void restarts() {
            stops();
            starts();
        }

        /** In good order. */
        void stops() {
            sync.close();
        }

        void starts() {
            sync = startAlone();
        }

        int port() {
            return Suite.port(sync);
        }

        double gauge(String name) {
            return sync.getBean(MeterRegistry.class).get(name).gauge().value();
        }

        /** A replica that can be killed. */
        Process startsProcess() throws IOException {
            String classes =
                    System.getProperty("surefire.test.class.path", property("java.class.path"));
            List<String> command = new ArrayList<>();
            command.add(Path.of(property("java.home"), "bin", "java").toString());
            command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", classes));
            command.add(SyncServiceApplication.class.getName());
            command.addAll(List.of(arguments("sync", more)));
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }

        @Override
        public void close() {
            sync.close();
        }

        private ConfigurableApplicationContext startAlone() {
            return start(SyncServiceApplication.class, "sync", more, new OwnResources());
        }
    }

    /** Its web server shares no threads with others: when it ends, they go on. */
    private static final class OwnResources implements BeanPostProcessor {
        @Override
        public Object postProcessBeforeInitialization(Object bean, String name) {
            if (bean instanceof ReactorResourceFactory resources) {
                resources.setUseGlobalResources(false);
            }
            return bean;
        }
    }

    public static Suite shared() {
        return Holder.INSTANCE;
    }

    /** What auth-service knows of devices. */
    DeviceTables devices() {
        return devices;
    }

    /** A user nobody has used before; both replicas of sync-service serve every user. */
    public TestUser user(String name) {
        String localpart = name + "-" + NAMES.incrementAndGet();
        return new TestUser(localpart, port(rooms), syncs.stream().map(Suite::port).toList());
    }

    /** How many replicas of sync-service there are by now. */
    int replicas() {
        return replicas.get();
    }

    /** A user of these replicas of sync-service. */
    TestUser user(String name, List<ConfigurableApplicationContext> replicas) {
        String localpart = name + "-" + NAMES.incrementAndGet();
        return new TestUser(localpart, port(rooms), replicas.stream().map(Suite::port).toList());
    }

    ConfigurableApplicationContext sync(int replica) {
        return syncs.get(replica);
    }

    /**
     * One more replica, which remembers nothing from before. It stays: to close one stops what the
     * web servers of all share.
     */
    ConfigurableApplicationContext startSync() {
        return startSync(Map.of());
    }

    /** The same with further settings. */
    ConfigurableApplicationContext startSync(Map<String, Object> more) {
        replicas.incrementAndGet();
        return start(SyncServiceApplication.class, "sync", more);
    }

    /** The same, with somebody who changes its beans. */
    ConfigurableApplicationContext startSync(
            Map<String, Object> more, BeanPostProcessor processor) {
        replicas.incrementAndGet();
        return start(SyncServiceApplication.class, "sync", more, processor);
    }

    /** The same, with somebody who listens to what it asks the database. */
    ConfigurableApplicationContext startSync(StatementLog statements) {
        return start(SyncServiceApplication.class, "sync", statements);
    }

    /** What sync-service answers another service. */
    ResponseSpec askedBy(String service, String path, Object... variables) {
        String token =
                InternalIdentity.read(Infrastructure.shared().keys().resolve(service + ".jwk"))
                        .services()
                        .forTarget("sync");
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port(sync(0)))
                .build()
                .get()
                .uri(path, variables)
                .header(InternalHeaders.SERVICE_TOKEN, token)
                .exchange();
    }

    /** What a service answers auth-service when it tells of the end of an account. */
    ResponseSpec tells(String from, String service, String path, Object... variables) {
        String token =
                InternalIdentity.read(Infrastructure.shared().keys().resolve(from + ".jwk"))
                        .services()
                        .forTarget(service);
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port(service.equals("room") ? rooms : sync(0)))
                .build()
                .post()
                .uri(path, variables)
                .header(InternalHeaders.SERVICE_TOKEN, token)
                .exchange();
    }

    /** The same with something to tell. */
    ResponseSpec tellsJson(
            String from, String service, String body, String path, Object... variables) {
        String token =
                InternalIdentity.read(Infrastructure.shared().keys().resolve(from + ".jwk"))
                        .services()
                        .forTarget(service);
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port(service.equals("room") ? rooms : sync(0)))
                .build()
                .post()
                .uri(path, variables)
                .header(InternalHeaders.SERVICE_TOKEN, token)
                .header("Content-Type", "application/json")
                .bodyValue(body)
                .exchange();
    }

    static int port(ConfigurableApplicationContext service) {
        var server = ((WebServerApplicationContext) service).getWebServer();
        return Objects.requireNonNull(server).getPort();
    }

    private ConfigurableApplicationContext start(
            Class<?> application, String service, BeanPostProcessor... processors) {
        return start(application, service, Map.of(), processors);
    }

    /**
     * Without presence, which would wake whoever waits for something else, and with little memory:
     * there are many of them.
     */
    private ConfigurableApplicationContext start(
            Class<?> application,
            String service,
            Map<String, Object> more,
            BeanPostProcessor... processors) {
        return new SpringApplicationBuilder(application)
                .initializers(
                        context ->
                                List.of(processors)
                                        .forEach(context.getBeanFactory()::addBeanPostProcessor))
                .run(arguments(service, more));
    }

    private String[] arguments(String service, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Infrastructure.shared().settings(service));
        settings.putAll(database.settings());
        settings.put(AccountsDouble.SETTING, AccountsDouble.url());
        settings.put("ganglion.redis.prefix", prefix);
        settings.put("ganglion.server-name", "test.local");
        settings.put("spring.config.name", service + "-service");
        settings.put("server.port", 0);
        settings.putAll(PUSHES);
        settings.put("ganglion.presence.enabled", false);
        settings.put("ganglion.sync.ring-memory", "8MB");
        settings.putAll(more);
        return settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name));
    }

    private static TestDatabase withAccounts() {
        TestDatabase database = Infrastructure.shared().postgres().freshDatabase();
        database.migrate("auth");
        return database;
    }

    private static final class Holder {
        static final Suite INSTANCE = new Suite();
    }
}
