package dev.ganglion.sync.connection;

import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.sync.requiredstate.RequiredState;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The choices of state in use on a connection, numbered: rooms have few between them. */
record Configs(Map<Integer, RequiredState> byNumber) {
    static final int MAX_BYTES = 524_288;

    private static final int BYTES_OF_PATTERN = 250;

    static final Configs NONE = new Configs(Map.of());

    /** With these, and without those that are in use no more. */
    Configs covering(Collection<RequiredState> used) {
        Set<RequiredState> missing = new HashSet<>(used);
        Map<Integer, RequiredState> kept = new HashMap<>();
        int last = 0;
        for (Map.Entry<Integer, RequiredState> config : byNumber.entrySet()) {
            last = Math.max(last, config.getKey());
            if (missing.remove(config.getValue())) {
                kept.put(config.getKey(), config.getValue());
            }
        }
        for (RequiredState config : missing) {
            kept.put(++last, config);
        }
        return new Configs(kept);
    }

    Map<RequiredState, Integer> numbers() {
        Map<RequiredState, Integer> numbers = new HashMap<>();
        byNumber.forEach((number, config) -> numbers.put(config, number));
        return numbers;
    }

    /** About so many, in memory: a selection holds two texts, and as many for each exception. */
    long bytes() {
        return byNumber.values().stream()
                .flatMap(config -> config.selections().stream())
                .mapToLong(selection -> BYTES_OF_PATTERN * (1L + selection.excluded().size()))
                .sum();
    }

    byte[] encode() {
        Map<String, JsonValue> members = new HashMap<>();
        byNumber.forEach((number, config) -> members.put(number.toString(), config.encode()));
        return CanonicalJson.encode(JsonObject.of(members));
    }

    static Configs decode(byte[] json) {
        Map<Integer, RequiredState> configs = new HashMap<>();
        JsonObject members = Json.parseObject(json);
        for (String number : members.keys()) {
            configs.put(
                    Integer.valueOf(number),
                    RequiredState.decode(members.object(number).orElseThrow()));
        }
        return new Configs(configs);
    }
}
