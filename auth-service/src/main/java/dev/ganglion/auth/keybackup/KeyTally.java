package dev.ganglion.auth.keybackup;

/**
 * The answer to every change of keys.
 *
 * @param etag another one after each change
 * @param count how many keys the backup holds
 */
record KeyTally(String etag, long count) {}
