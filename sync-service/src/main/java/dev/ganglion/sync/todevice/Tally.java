package dev.ganglion.sync.todevice;

/**
 * What a device's queue holds, of all senders or of one.
 *
 * @param count running number of the last message
 * @param bytes running sum of the bytes up to it
 * @param waiting how many messages there are
 * @param waitingBytes how many bytes those have
 */
record Tally(long count, long bytes, long waiting, long waitingBytes) {
    static final Tally EMPTY = new Tally(0, 0, 0, 0);

    /** With one more message. */
    Tally with(int length) {
        return new Tally(count + 1, bytes + length, waiting + 1, waitingBytes + length);
    }

    boolean isWithin(int maxMessages, long maxBytes) {
        return waiting <= maxMessages && waitingBytes <= maxBytes;
    }
}
