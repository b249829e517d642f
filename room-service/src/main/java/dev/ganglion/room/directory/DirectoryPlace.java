package dev.ganglion.room.directory;

import dev.ganglion.protocol.error.MatrixException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the directory, which is ordered by the number of joined members, largest first, then
 * by the room's number: right beside the room that it names. Written as {@code n} or {@code p}, for
 * what follows or precedes, with both numbers.
 */
record DirectoryPlace(boolean isBackwards, long joinedMembers, long roomNid) {
    /** Before the first room. */
    static final DirectoryPlace BEGINNING =
            new DirectoryPlace(false, Long.MAX_VALUE, Long.MAX_VALUE);

    private static final Pattern FORM = Pattern.compile("([np])([0-9]{1,18})-([0-9]{1,18})");

    /** Fails with {@code M_INVALID_PARAM} for what this server has never given out. */
    static DirectoryPlace parse(String since) {
        Matcher matcher = FORM.matcher(since);
        if (!matcher.matches()) {
            throw MatrixException.invalidParam("since is not a token of this server");
        }
        return new DirectoryPlace(
                matcher.group(1).equals("p"),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3)));
    }

    @Override
    public String toString() {
        return (isBackwards ? "p" : "n") + joinedMembers + "-" + roomNid;
    }
}
