package dev.ganglion.media.storage;

/** What was stored: its key, size and SHA-256 in hexadecimal. */
public record StoredContent(FileKey key, long sizeBytes, String sha256) {}
