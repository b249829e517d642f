package dev.ganglion.sync.presence;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.bus.BusProperties;
import dev.ganglion.service.bus.Channel;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.codec.Base16;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Presence in Redis, which decides for all replicas what is told: one script takes in what was
 * heard and tells of what has changed. It goes by the clock of Redis alone.
 *
 * <p>Keys, behind {@code ganglion:presence:}: {@code clock} has the epoch and the number of the
 * last update, {@code due} whom to look at when, {@code users} who is remembered until when, {@code
 * user:<user ID>} what is known of a user. The fields are told in {@code presence.lua}.
 */
@Component
class PresenceStore {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PATIENCE_TO_READ_ALL = Duration.ofSeconds(20);
    private static final int AT_ONCE = 200;

    private final PresenceRedis redis;
    private final String prefix;
    private final String[] keys;
    private final List<String> settings;
    private final String script = script();
    private final String digest = Base16.digest(script.getBytes(StandardCharsets.UTF_8));

    PresenceStore(PresenceRedis redis, BusProperties bus, PresenceProperties properties) {
        this.redis = redis;
        this.prefix = bus.prefix() + "presence:";
        this.keys = new String[] {prefix + "clock", prefix + "due", prefix + "users"};
        this.settings = settings(bus, properties);
    }

    /**
     * What the script answers.
     *
     * @param now milliseconds since 1970
     * @param refused how many users there was no room for
     * @param wanting the users whose status message Redis has to be told
     */
    record Answer(int epoch, long number, long now, int refused, List<UserId> wanting) {}

    /**
     * Takes in what was heard.
     *
     * @param due how many users to look at whose time has come
     */
    Mono<Answer> take(List<Sign> signs, int due) {
        String[] arguments = arguments(signs, due);
        return redis.commands()
                .flatMapMany(
                        commands ->
                                commands.<Object>evalsha(
                                                digest, ScriptOutputType.MULTI, keys, arguments)
                                        .onErrorResume(
                                                RedisNoScriptException.class,
                                                _ ->
                                                        commands.eval(
                                                                script,
                                                                ScriptOutputType.MULTI,
                                                                keys,
                                                                arguments)))
                .collectList()
                .timeout(PATIENCE)
                .map(PresenceStore::answer);
    }

    /** What was last told of a user; empty when nothing was. */
    Mono<Told> find(UserId user) {
        return redis.commands().flatMap(commands -> read(commands, user)).timeout(PATIENCE);
    }

    /** What was last told of everybody. */
    Mono<List<Told>> all() {
        return redis.commands()
                .flatMapMany(
                        commands ->
                                commands.zrange(keys[2], 0, -1)
                                        .mapNotNull(name -> UserId.tryParse(name).orElse(null))
                                        .flatMap(user -> read(commands, user), AT_ONCE))
                .collectList()
                .timeout(PATIENCE_TO_READ_ALL);
    }

    private Mono<Told> read(RedisReactiveCommands<String, String> commands, UserId user) {
        return commands.hmget(prefix + "user:" + user.value(), "s", "p", "c", "a", "m")
                .filter(KeyValue::hasValue)
                .collectMap(KeyValue::getKey, KeyValue::getValue)
                .flatMap(fields -> Mono.justOrEmpty(told(user, fields)));
    }

    private static Optional<Told> told(UserId user, Map<String, String> fields) {
        return Optional.ofNullable(fields.get("p"))
                .flatMap(PresenceState::ofLetter)
                .map(
                        state ->
                                new Told(
                                        Long.parseLong(fields.getOrDefault("s", "0")),
                                        user,
                                        state,
                                        "1".equals(fields.get("c")),
                                        Long.parseLong(fields.getOrDefault("a", "0")),
                                        fields.getOrDefault("m", "")));
    }

    private static Answer answer(List<Object> reply) {
        List<?> parts =
                reply.size() == 1 && reply.getFirst() instanceof List<?> list ? list : reply;
        List<String> words = parts.stream().map(String::valueOf).toList();
        return new Answer(
                Integer.parseInt(words.get(0)),
                Long.parseLong(words.get(1)),
                Long.parseLong(words.get(2)),
                Integer.parseInt(words.get(3)),
                words.stream()
                        .skip(4)
                        .flatMap(name -> UserId.tryParse(name).stream())
                        .distinct()
                        .collect(Collectors.toList()));
    }

    private String[] arguments(List<Sign> signs, int due) {
        Stream<String> ofCall = Stream.of(Integer.toString(due), newEpoch());
        return Stream.concat(
                        Stream.concat(settings.stream(), ofCall),
                        signs.stream().flatMap(Sign::words))
                .toArray(String[]::new);
    }

    /** Never one that was there before, though it may be this replica that begins each of them. */
    private static String newEpoch() {
        return Integer.toString(RANDOM.nextInt(1, 1_000_000_000));
    }

    /** In the order in which the script counts them. */
    private List<String> settings(BusProperties bus, PresenceProperties properties) {
        return List.of(
                prefix + "user:",
                bus.prefix() + Channel.PRESENCE.name(),
                Long.toString(properties.activeFor().toMillis()),
                Long.toString(properties.idleAfter().toMillis()),
                Long.toString(properties.lease().toMillis()),
                Long.toString(PresenceProperties.REMEMBERED.toMillis()),
                Long.toString(properties.interval().toMillis()),
                Integer.toString(properties.users()));
    }

    private static String script() {
        try {
            return new ClassPathResource("presence.lua", PresenceStore.class)
                    .getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
