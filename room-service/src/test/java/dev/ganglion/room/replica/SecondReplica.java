package dev.ganglion.room.replica;

import dev.ganglion.room.RoomServiceApplication;
import dev.ganglion.room.head.RoomHeads;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Another room-service on the stores of the one that the tests have anyway. */
public final class SecondReplica implements AutoCloseable {
    private static final List<String> SHARED_SETTINGS =
            List.of(
                    "ganglion.server-name",
                    "ganglion.redis.url",
                    "ganglion.redis.prefix",
                    "ganglion.internal.key-file",
                    "ganglion.internal.trusted-keys-file",
                    "ganglion.signing-key-file",
                    "ganglion.database.host",
                    "ganglion.database.port",
                    "ganglion.database.name",
                    "ganglion.database.password");

    private final ConfigurableApplicationContext context;

    private SecondReplica(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** With further settings, {@code --key=value}; they count instead of those of the first. */
    public static SecondReplica start(Environment first, String... more) {
        Stream<String> settings =
                SHARED_SETTINGS.stream()
                        // Spring joins the values of an argument that is given twice.
                        .filter(
                                key ->
                                        Stream.of(more)
                                                .noneMatch(own -> own.startsWith("--" + key + "=")))
                        .map(key -> "--" + key + "=" + first.getRequiredProperty(key));
        Stream<String> own = Stream.of("--spring.config.name=room-service", "--server.port=0");
        return new SecondReplica(
                new SpringApplicationBuilder(RoomServiceApplication.class)
                        .run(
                                Stream.of(settings, own, Stream.of(more))
                                        .flatMap(Function.identity())
                                        .toArray(String[]::new)));
    }

    public WebTestClient client() {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(60))
                .build();
    }

    RoomHeads heads() {
        return context.getBean(RoomHeads.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
