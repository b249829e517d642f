package dev.ganglion.sync.keycount;

import dev.ganglion.sync.json.JsonBytes;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a device has left to be claimed. Immutable.
 *
 * @param oneTimeKeys how many, by algorithm
 * @param unusedFallbackKeys the algorithms whose fallback key nobody has been given yet
 */
public record KeyCount(SortedMap<String, Long> oneTimeKeys, SortedSet<String> unusedFallbackKeys) {
    /** Clients look for it, and take its absence for not knowing. */
    private static final String ALWAYS = "signed_curve25519";

    /** Copies both. */
    public KeyCount {
        oneTimeKeys = new TreeMap<>(oneTimeKeys);
        oneTimeKeys.putIfAbsent(ALWAYS, 0L);
        unusedFallbackKeys = new TreeSet<>(unusedFallbackKeys);
    }

    /** As members of a sync response. */
    public void write(JsonBytes out) {
        out.key("device_one_time_keys_count").beginObject();
        oneTimeKeys.forEach((algorithm, count) -> out.key(algorithm).number(count));
        out.endObject();
        out.key("device_unused_fallback_key_types").beginArray();
        unusedFallbackKeys.forEach(out::string);
        out.endArray();
    }
}
