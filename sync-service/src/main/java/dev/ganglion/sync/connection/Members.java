package dev.ganglion.sync.connection;

import dev.ganglion.protocol.crypto.Sha256;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.LongStream;

/** Users, as hashes: a few bytes each. Immutable. */
public final class Members {
    /** More are forgotten all at once, and told once more. */
    static final int MAX = 500;

    static final Members NOBODY = new Members(new long[0]);

    private final long[] sorted;

    private Members(long[] sorted) {
        this.sorted = sorted;
    }

    static Members of(Long[] stored) {
        return new Members(Arrays.stream(stored).mapToLong(Long::longValue).sorted().toArray());
    }

    int size() {
        return sorted.length;
    }

    boolean contains(String user) {
        return Arrays.binarySearch(sorted, hash(user)) >= 0;
    }

    Members plus(Collection<String> users) {
        long[] added = users.stream().mapToLong(Members::hash).distinct().sorted().toArray();
        long[] all =
                LongStream.concat(LongStream.of(sorted), LongStream.of(added))
                        .distinct()
                        .sorted()
                        .toArray();
        return new Members(
                all.length <= MAX ? all : Arrays.copyOf(added, Math.min(MAX, added.length)));
    }

    /** As PostgreSQL reads an array. */
    String literal() {
        return Arrays.toString(sorted).replace('[', '{').replace(']', '}');
    }

    private static long hash(String user) {
        return ByteBuffer.wrap(Sha256.of(user)).getLong();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Members members && Arrays.equals(sorted, members.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }
}
