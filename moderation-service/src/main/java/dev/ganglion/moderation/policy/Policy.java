package dev.ganglion.moderation.policy;

import dev.ganglion.moderation.wording.WordList;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.InvalidIdentifierException;
import dev.ganglion.protocol.identifier.RoomIdOrAlias;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A policy, as it is set, stored and answered.
 *
 * @param bannedWords what no message may say
 * @param action what becomes of a message that says it
 * @param alertKeywords what the moderators want to be told of
 * @param alertRoom where they are told
 */
public record Policy(
        List<String> bannedWords,
        Action action,
        List<String> alertKeywords,
        Optional<RoomIdOrAlias> alertRoom) {
    static final int MAX_WORDS = 10_000;
    static final int MAX_WORD_LENGTH = 200;

    private static final String BANNED_WORDS = "banned_words";
    private static final String ACTION = "action";
    private static final String ALERT_KEYWORDS = "alert_keywords";
    private static final String ALERT_ROOM = "alert_room";
    private static final Set<String> KEYS =
            Set.of(BANNED_WORDS, ACTION, ALERT_KEYWORDS, ALERT_ROOM);

    public Policy {
        bannedWords = List.copyOf(bannedWords);
        alertKeywords = List.copyOf(alertKeywords);
    }

    /** Reads a policy; what is left out is off, and what is not known is refused. */
    static Policy parse(JsonObject json) {
        if (!KEYS.containsAll(json.keys())) {
            throw MatrixException.badJson(
                    "A policy has the keys " + KEYS.stream().sorted().toList());
        }
        return new Policy(
                words(json, BANNED_WORDS),
                json.has(ACTION) ? Action.parse(text(json, ACTION)) : Action.REJECT,
                words(json, ALERT_KEYWORDS),
                json.has(ALERT_ROOM)
                        ? Optional.of(room(text(json, ALERT_ROOM)))
                        : Optional.empty());
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put(BANNED_WORDS, array(bannedWords))
                .put(ACTION, action.word())
                .put(ALERT_KEYWORDS, array(alertKeywords))
                .putIfPresent(ALERT_ROOM, alertRoom.map(RoomIdOrAlias::value))
                .build();
    }

    WordList bannedWordList() {
        return list(BANNED_WORDS, bannedWords);
    }

    WordList alertKeywordList() {
        return list(ALERT_KEYWORDS, alertKeywords);
    }

    private static WordList list(String key, List<String> words) {
        try {
            return new WordList(words);
        } catch (IllegalArgumentException e) {
            throw MatrixException.badJson(key + ": " + e.getMessage());
        }
    }

    private static List<String> words(JsonObject json, String key) {
        if (!json.has(key)) {
            return List.of();
        }
        List<JsonValue> values = json.array(key).orElseThrow(() -> notWords(key)).values();
        if (values.size() > MAX_WORDS) {
            throw notWords(key);
        }
        return values.stream().map(value -> word(key, value)).toList();
    }

    private static String word(String key, JsonValue value) {
        if (value instanceof JsonString(String word)
                && !word.isBlank()
                && word.length() <= MAX_WORD_LENGTH) {
            return word;
        }
        throw notWords(key);
    }

    private static MatrixException notWords(String key) {
        return MatrixException.badJson(
                key + " is a list of at most " + MAX_WORDS + " words of 1 to 200 characters");
    }

    private static String text(JsonObject json, String key) {
        return json.string(key).orElseThrow(() -> MatrixException.badJson(key + " is a string"));
    }

    private static RoomIdOrAlias room(String text) {
        try {
            return RoomIdOrAlias.parse(text);
        } catch (InvalidIdentifierException _) {
            throw MatrixException.badJson(ALERT_ROOM + " is a room ID or an alias");
        }
    }

    private static JsonArray array(List<String> words) {
        return new JsonArray(words.stream().<JsonValue>map(JsonString::new).toList());
    }
}
