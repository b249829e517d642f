package dev.ganglion.protocol.auth;

import dev.ganglion.protocol.version.RoomVersion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The checked-in list of every numbered rule of every room version: {@code rules.txt}. */
final class NumberedRules {
    static final List<Rule> ALL = read();

    private NumberedRules() {}

    /** What a rule can say. */
    enum Kind {
        REJECTS,
        ALLOWS,
        DECIDES,
        ELSE_REJECTS,
        ELSE_ALLOWS
    }

    /**
     * A rule.
     *
     * @param name what verdicts call it
     * @param numbers where it stands on the page of each version that has it
     */
    record Rule(String name, Kind kind, Map<RoomVersion, String> numbers, String what) {
        List<RoomVersion> versions() {
            return RoomVersion.ALL.stream().filter(numbers::containsKey).toList();
        }

        String numberIn(RoomVersion version) {
            return Objects.requireNonNull(numbers.get(version));
        }

        @Override
        public String toString() {
            return name + " (" + what + ")";
        }
    }

    /** The rule that verdicts call so; fails for a rule that no version has. */
    static Rule named(String name) {
        return ALL.stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No room version has a rule " + name));
    }

    /** The rules of one version, in the order of its page. */
    static List<Rule> of(RoomVersion version) {
        return ALL.stream().filter(rule -> rule.numbers().containsKey(version)).toList();
    }

    private static List<Rule> read() {
        List<String[]> lines =
                text().lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(line -> line.strip().split(" *\\| *"))
                        .toList();
        String[] head = lines.getFirst();
        return lines.stream().skip(1).map(line -> rule(head, line)).toList();
    }

    /** The columns between the kind and the words are pages, headed "8-9" or "10". */
    private static Rule rule(String[] head, String[] line) {
        Map<RoomVersion, String> numbers = new HashMap<>();
        String name = "";
        for (int i = 1; i < head.length - 1; i++) {
            if (!line[i].equals("-")) {
                List<RoomVersion> versions = versions(head[i]);
                for (RoomVersion version : versions) {
                    numbers.put(version, line[i]);
                }
                RoomVersion last = versions.getLast();
                name = line[i] + (last.equals(RoomVersion.V12) ? "" : " of version " + last);
            }
        }
        Kind kind = Kind.valueOf(line[0].replace(' ', '_').toUpperCase(Locale.ROOT));
        return new Rule(name, kind, numbers, line[line.length - 1]);
    }

    private static List<RoomVersion> versions(String page) {
        List<RoomVersion> ends = Arrays.stream(page.split("-")).map(RoomVersion::get).toList();
        return RoomVersion.ALL.subList(
                RoomVersion.ALL.indexOf(ends.getFirst()),
                RoomVersion.ALL.indexOf(ends.getLast()) + 1);
    }

    private static String text() {
        try (InputStream table =
                Objects.requireNonNull(NumberedRules.class.getResourceAsStream("rules.txt"))) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
