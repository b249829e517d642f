package dev.ganglion.protocol.push;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonNull;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Events, rule sets and members that have a fair chance to meet. */
final class Worlds {
    private static final String[] USERS = {"@alice:x", "@bob:x", "@Carol:x", "@b:x", "@i*e:x"};
    private static final String[] WORDS = {
        "alice", "Alice", "bob", "carol", "b", "hello", "@room", "al", "ice", "_", "i*e", "@bob:x"
    };
    private static final String[] TYPES = {
        "m.room.message",
        "m.room.encrypted",
        "m.room.member",
        "m.room.tombstone",
        "m.room.server_acl",
        "m.reaction",
        "m.call.invite"
    };
    private static final String[] KEYS = {
        "type",
        "sender",
        "room_id",
        "state_key",
        "content",
        "content.body",
        "content.msgtype",
        "content.x",
        "content.x.y",
        "content.a\\.b",
        "content.a\\\\b",
        "content.a\\b",
        "content.m\\.mentions.user_ids",
        "content.m\\.mentions.room",
        "content.m\\.relates_to.rel_type",
        "unsigned.age",
        ""
    };

    /** One member, with the content of {@code m.push_rules}. */
    record Subject(UserId user, Optional<String> displayName, JsonObject rules) {}

    private Worlds() {}

    static Arbitrary<JsonObject> events() {
        Arbitrary<Optional<JsonValue>> stateKey =
                Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.just(Optional.empty())),
                        Tuple.of(2, Arbitraries.of("", "@alice:x", "@BOB:x").map(Worlds::some)));
        return Combinators.combine(
                        Arbitraries.of(TYPES),
                        Arbitraries.of(USERS),
                        Arbitraries.of("!here:x", "!there:x"),
                        stateKey,
                        contents())
                .as(
                        (type, sender, room, key, content) -> {
                            JsonObject.Builder event =
                                    JsonObject.builder()
                                            .put("type", type)
                                            .put("sender", sender)
                                            .put("room_id", room)
                                            .put("content", content);
                            key.ifPresent(value -> event.put("state_key", value));
                            return event.build();
                        });
    }

    static Arbitrary<List<Subject>> subjects() {
        return Combinators.combine(
                        Arbitraries.shuffle(USERS),
                        bodies().optional().list().ofSize(USERS.length),
                        changes().list().ofSize(USERS.length),
                        Arbitraries.of(1, 3, USERS.length))
                .as(
                        (users, names, changes, size) -> {
                            List<Subject> subjects = new ArrayList<>();
                            for (int i = 0; i < size; i++) {
                                UserId user = UserId.parse(users.get(i));
                                // Names are literal, the plain evaluator's are patterns.
                                Optional<String> name =
                                        names.get(i).map(text -> text.replace("*", ""));
                                subjects.add(new Subject(user, name, changes.get(i).applied(user)));
                            }
                            return subjects;
                        });
    }

    /** What a user has changed of the default rules: own rules, and some switched over. */
    private record Changes(Map<String, List<JsonObject>> own, List<Integer> switched) {
        JsonObject applied(UserId user) {
            JsonObject global = DefaultRules.content(user).object("global").orElseThrow();
            for (PushRuleKind kind : PushRuleKind.values()) {
                List<JsonValue> rules = new ArrayList<>(own.getOrDefault(kind.value(), List.of()));
                List<JsonObject> defaults =
                        global.array(kind.value()).orElseThrow().objects().toList();
                for (int i = 0; i < defaults.size(); i++) {
                    JsonObject rule = defaults.get(i);
                    boolean isEnabled = rule.bool("enabled").orElseThrow();
                    rules.add(
                            switched.contains(i)
                                    ? rule.with("enabled", JsonBoolean.of(!isEnabled))
                                    : rule);
                }
                global = global.with(kind.value(), new JsonArray(rules));
            }
            return JsonObject.of(Map.of("global", global));
        }
    }

    private static Arbitrary<Changes> changes() {
        Arbitrary<Changes> some =
                Combinators.combine(
                                withConditions().list().ofMaxSize(2),
                                rule(WORDS, "pattern").list().ofMaxSize(2),
                                rule(new String[] {"!here:x", "!there:x"}, "rule_id")
                                        .list()
                                        .ofMaxSize(1),
                                rule(USERS, "rule_id").list().ofMaxSize(1),
                                withConditions().list().ofMaxSize(2),
                                Arbitraries.integers().between(0, 12).list().ofMaxSize(3))
                        .as(
                                (override, content, room, sender, underride, switched) ->
                                        new Changes(
                                                Map.of(
                                                        "override", override,
                                                        "content", content,
                                                        "room", room,
                                                        "sender", sender,
                                                        "underride", underride),
                                                switched));
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(new Changes(Map.of(), List.of()))), Tuple.of(3, some));
    }

    private static Arbitrary<JsonObject> rule(String[] texts, String field) {
        return Combinators.combine(
                        Arbitraries.of(texts), actions(), Arbitraries.of(true, true, false))
                .as(
                        (text, actions, isEnabled) ->
                                JsonObject.builder()
                                        .put("rule_id", "own")
                                        .put(field, text)
                                        .put("actions", actions)
                                        .put("enabled", isEnabled)
                                        .build());
    }

    private static Arbitrary<JsonObject> withConditions() {
        return Combinators.combine(
                        rule(new String[] {"own"}, "rule_id"),
                        conditions().list().ofMaxSize(2).optional(0.9))
                .as(
                        (rule, conditions) ->
                                conditions
                                        .map(list -> rule.with("conditions", new JsonArray(list)))
                                        .orElse(rule));
    }

    private static Arbitrary<JsonArray> actions() {
        return Arbitraries.of(
                        "['notify']",
                        "[]",
                        "['dont_notify']",
                        "['notify',{'set_tweak':'highlight'},'coalesce']",
                        "['notify',{'set_tweak':'sound','value':'a'},{'org.x':1},3]")
                .map(text -> (JsonArray) Json.parse(text.replace('\'', '"')));
    }

    private static Arbitrary<JsonValue> conditions() {
        Arbitrary<String> patterns =
                Arbitraries.oneOf(
                        Arbitraries.of(WORDS),
                        Arbitraries.of(USERS),
                        Arbitraries.of(TYPES),
                        Arbitraries.of("*", "", "?", "m.*", "al?ce*", "!h*"));
        Arbitrary<String> counts =
                Arbitraries.of("5", "==5", "<5", ">4", ">=5", "<=4", "5 ", "=5", "-1", "");
        Arbitrary<JsonValue> matches =
                Combinators.combine(Arbitraries.of(KEYS), patterns)
                        .as(
                                (key, pattern) ->
                                        condition("event_match", key, "pattern", text(pattern)));
        Arbitrary<JsonValue> exact =
                Combinators.combine(
                                Arbitraries.of("event_property_is", "event_property_contains"),
                                Arbitraries.of(KEYS),
                                values())
                        .as((kind, key, value) -> condition(kind, key, "value", value));
        return Arbitraries.oneOf(
                matches,
                exact,
                Arbitraries.just(condition("contains_display_name", "", "x", JsonNull.NULL)),
                counts.map(is -> condition("room_member_count", "", "is", text(is))),
                Arbitraries.of("room", "other")
                        .map(
                                key ->
                                        condition(
                                                "sender_notification_permission",
                                                key,
                                                "x",
                                                text(""))),
                Arbitraries.just(condition("org.example.unknown", "type", "pattern", text("*"))),
                Arbitraries.just(condition("event_match", "type", "value", text("*"))),
                Arbitraries.just(text("event_match")));
    }

    private static JsonValue condition(String kind, String key, String field, JsonValue value) {
        return JsonObject.builder().put("kind", kind).put("key", key).put(field, value).build();
    }

    private static Arbitrary<JsonObject> contents() {
        Arbitrary<JsonValue> body =
                Arbitraries.frequencyOf(
                        Tuple.of(4, bodies().map(Worlds::text)), Tuple.of(1, values()));
        Arbitrary<JsonValue> mentions =
                Combinators.combine(
                                Arbitraries.oneOf(
                                        Arbitraries.of(USERS)
                                                .list()
                                                .ofMaxSize(3)
                                                .map(JsonArray::ofStrings)
                                                .map(JsonValue.class::cast),
                                        values()),
                                values())
                        .as(
                                (users, room) ->
                                        JsonObject.of(Map.of("user_ids", users, "room", room)));
        Arbitrary<JsonValue> relation =
                Arbitraries.of("m.replace", "m.thread")
                        .map(type -> (JsonValue) JsonObject.of("rel_type", type));
        return Combinators.combine(
                        body.optional(0.8),
                        Arbitraries.of("m.text", "m.notice", "invite").map(Worlds::text).optional(),
                        Arbitraries.oneOf(mentions, values()).optional(0.3),
                        relation.optional(0.2),
                        values().optional(),
                        values().optional())
                .as(
                        (text, type, mention, related, x, ab) -> {
                            Map<String, JsonValue> content = new HashMap<>();
                            text.ifPresent(value -> content.put("body", value));
                            type.ifPresent(value -> content.put("msgtype", value));
                            type.ifPresent(value -> content.put("membership", value));
                            mention.ifPresent(value -> content.put("m.mentions", value));
                            related.ifPresent(value -> content.put("m.relates_to", value));
                            x.ifPresent(value -> content.put("x", value));
                            ab.ifPresent(value -> content.put("a.b", value));
                            ab.ifPresent(value -> content.put("a\\b", value));
                            return JsonObject.of(content);
                        });
    }

    private static Arbitrary<String> bodies() {
        return Combinators.combine(
                        Arbitraries.of(WORDS).list().ofMinSize(1).ofMaxSize(3),
                        Arbitraries.of(" ", "-", "", "_"))
                .as((words, between) -> String.join(between, words));
    }

    private static Arbitrary<JsonValue> values() {
        return Arbitraries.of(
                text("alice"),
                text("@bob:x"),
                text(""),
                new JsonNumber(1),
                JsonBoolean.TRUE,
                JsonBoolean.FALSE,
                JsonNull.NULL,
                JsonArray.ofStrings(List.of("alice", "@alice:x")),
                new JsonArray(List.of(new JsonNumber(1), JsonNull.NULL, JsonArray.EMPTY)),
                JsonArray.EMPTY,
                JsonObject.of("y", "Bob"));
    }

    private static JsonValue text(String text) {
        return new JsonString(text);
    }

    private static Optional<JsonValue> some(String text) {
        return Optional.of(text(text));
    }
}
