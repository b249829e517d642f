package dev.ganglion.sync.token;

import dev.ganglion.protocol.error.MatrixException;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a client has read: a lane and a position of each stream, valid on every replica.
 * Everything up to and including a position was delivered.
 *
 * <p>Written {@code s<lane>-<events>_<lane>-<account
 * data>_<lane>-<receipts>_<lane>-<to-device>_<lane>-<device lists>_<replica>-<typing>}, and behind
 * it {@code _<epoch>-<presence>} for whoever has been told of presence. There is one lane of each
 * stream so far; the lanes stand in the token so that more can come without a new format.
 */
public record SyncToken(
        long events,
        long accountData,
        long receipts,
        long toDevice,
        long deviceLists,
        TypingMark typing,
        PresenceMark presence) {
    private static final Pattern FORM =
            Pattern.compile(
                    "s0-([0-9]{1,18})_0-([0-9]{1,18})_0-([0-9]{1,18})_0-([0-9]{1,18})_0-([0-9]{1,18})"
                            + "_([0-9]{1,9})-([0-9]{1,18})(?:_([0-9]{1,9})-([0-9]{1,18}))?");

    /**
     * How far typing notices were delivered. Nothing of them is stored, so the mark is exact only
     * at the replica that set it; others go by its time.
     *
     * @param replica a number that the replica drew when it started
     * @param time microseconds since 1970, by that replica's clock
     */
    public record TypingMark(int replica, long time) {}

    /**
     * Up to which update of presence a client has been told. Redis numbers the updates for all
     * replicas, and loses the count with everything else that it holds: the epoch says which count
     * it is.
     */
    public record PresenceMark(int epoch, long position) {
        /** Nothing has been told. */
        public static final PresenceMark NONE = new PresenceMark(0, 0);
    }

    /** Refuses what this server cannot have handed out with {@code M_INVALID_PARAM}. */
    public static SyncToken parse(String text) {
        return tryParse(text)
                .orElseThrow(
                        () -> MatrixException.invalidParam("since is not a token of this server"));
    }

    public static Optional<SyncToken> tryParse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(
                        new SyncToken(
                                number(form, 1),
                                number(form, 2),
                                number(form, 3),
                                number(form, 4),
                                number(form, 5),
                                new TypingMark((int) number(form, 6), number(form, 7)),
                                form.group(8) == null
                                        ? PresenceMark.NONE
                                        : new PresenceMark((int) number(form, 8), number(form, 9))))
                : Optional.empty();
    }

    /** The same but for events, which alone have been delivered. */
    public SyncToken withEvents(long position) {
        return new SyncToken(
                position, accountData, receipts, toDevice, deviceLists, typing, presence);
    }

    /** The same but for messages to the device, of which not all have been delivered. */
    public SyncToken withToDevice(long position) {
        return new SyncToken(
                events, accountData, receipts, position, deviceLists, typing, presence);
    }

    /** The same but for presence. */
    public SyncToken withPresence(PresenceMark mark) {
        return new SyncToken(events, accountData, receipts, toDevice, deviceLists, typing, mark);
    }

    /** As clients get it. */
    @Override
    public String toString() {
        return "s0-"
                + events
                + "_0-"
                + accountData
                + "_0-"
                + receipts
                + "_0-"
                + toDevice
                + "_0-"
                + deviceLists
                + "_"
                + typing.replica()
                + "-"
                + typing.time()
                + (presence.equals(PresenceMark.NONE)
                        ? ""
                        : "_" + presence.epoch() + "-" + presence.position());
    }

    private static long number(Matcher form, int group) {
        return Long.parseLong(form.group(group));
    }
}
