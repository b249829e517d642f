package dev.ganglion.sync.connection;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.sync.requiredstate.RequiredState;

import java.util.Collection;

/**
 * What a connection has been told of a room. Immutable.
 *
 * @param membership the user's own as it was told
 * @param upTo the position of the event stream up to which it was told
 * @param timelineLimit how many of the latest events have surely been sent, if there were so many
 * @param required the state that was sent and kept up to date
 * @param receiptsUpTo the position of the stream of receipts up to which they were told; {@link
 *     #LIVE} for all up to the client's token
 * @param accountDataUpTo the same of account data
 * @param members whose memberships were sent lazily
 */
public record SentRoom(
        Membership membership,
        long upTo,
        int timelineLimit,
        RequiredState required,
        boolean isDirect,
        long receiptsUpTo,
        long accountDataUpTo,
        Members members) {
    public static final long LIVE = -1;

    private static final int OWN_BYTES = 150;

    /** Before anything is told. */
    public static SentRoom nothing(Membership membership) {
        return new SentRoom(membership, 0, 0, RequiredState.NONE, false, 0, 0, Members.NOBODY);
    }

    /** About so many, in memory, beside the choice of state. */
    long bytes() {
        return OWN_BYTES + (long) Long.BYTES * members.size();
    }

    public boolean knows(String member) {
        return members.contains(member);
    }

    public SentRoom withMembers(Collection<String> more) {
        return more.isEmpty()
                ? this
                : new SentRoom(
                        membership,
                        upTo,
                        timelineLimit,
                        required,
                        isDirect,
                        receiptsUpTo,
                        accountDataUpTo,
                        members.plus(more));
    }

    public SentRoom told(long position) {
        return new SentRoom(
                membership,
                position,
                timelineLimit,
                required,
                isDirect,
                receiptsUpTo,
                accountDataUpTo,
                members);
    }

    public SentRoom configured(int limit, RequiredState state) {
        return new SentRoom(
                membership, upTo, limit, state, isDirect, receiptsUpTo, accountDataUpTo, members);
    }

    public SentRoom direct(boolean isDirectNow) {
        return new SentRoom(
                membership,
                upTo,
                timelineLimit,
                required,
                isDirectNow,
                receiptsUpTo,
                accountDataUpTo,
                members);
    }

    public SentRoom extended(long receipts, long accountData) {
        return new SentRoom(
                membership,
                upTo,
                timelineLimit,
                required,
                isDirect,
                receipts,
                accountData,
                members);
    }
}
