package dev.ganglion.sync.accountdata;

/**
 * What stands where a change is to be written.
 *
 * @param position 0 for nothing
 * @param bytes how long its content is
 */
record Kept(long position, long bytes) {
    static final Kept NOTHING = new Kept(0, 0);

    boolean isNothing() {
        return position == 0;
    }
}
