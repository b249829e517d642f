package dev.ganglion.protocol.push;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The room has so many members, or fewer, or more: the condition {@code room_member_count}. */
public record RoomMemberCount(Comparison comparison, long count) implements PushCondition {
    private static final Pattern IS = Pattern.compile("(==|<=|>=|<|>)?(-?[0-9]+)");

    /** How the members are compared with the count. */
    public enum Comparison {
        EQUAL,
        LESS,
        GREATER,
        AT_LEAST,
        AT_MOST
    }

    /** The condition's {@code is}. */
    static Optional<RoomMemberCount> tryParse(String is) {
        Matcher matcher = IS.matcher(is);
        return matcher.matches()
                ? Optional.of(
                        new RoomMemberCount(comparison(matcher.group(1)), count(matcher.group(2))))
                : Optional.empty();
    }

    boolean holds(long members) {
        return switch (comparison) {
            case EQUAL -> members == count;
            case LESS -> members < count;
            case GREATER -> members > count;
            case AT_LEAST -> members >= count;
            case AT_MOST -> members <= count;
        };
    }

    private static Comparison comparison(@Nullable String prefix) {
        return switch (prefix) {
            case "<" -> Comparison.LESS;
            case ">" -> Comparison.GREATER;
            case ">=" -> Comparison.AT_LEAST;
            case "<=" -> Comparison.AT_MOST;
            case null, default -> Comparison.EQUAL;
        };
    }

    /** No room has as many members as a long can say, whatever is added to it. */
    private static long count(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            return digits.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
