package dev.ganglion.media.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The folders below the root: {@code incoming/} for what is being received, {@code content/00} to
 * {@code content/ff} for what is stored. One file system, so that a rename is atomic.
 */
final class DiskLayout {
    /** An upload that stopped for so long belongs to a process that is gone. */
    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private static final int SHARDS = 256;

    private final Path root;

    DiskLayout(Path root) {
        this.root = root;
    }

    /** Creates the folders, and removes what a crash left of uploads. */
    void prepare(Instant now) throws IOException {
        Files.createDirectories(incoming());
        for (int shard = 0; shard < SHARDS; shard++) {
            Files.createDirectories(content().resolve(HexFormat.of().toHexDigits((byte) shard)));
        }
        sync(content());
        sync(root);
        removeAbandoned(now.minus(ABANDONED_AFTER));
    }

    Path root() {
        return root;
    }

    Path incoming(FileKey key) {
        return incoming().resolve(key.value());
    }

    Path stored(FileKey key) {
        return folder(key).resolve(key.value());
    }

    Path folder(FileKey key) {
        return content().resolve(key.shard());
    }

    /** A file's name is on disk only once its folder is. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void removeAbandoned(Instant before) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming())) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Path incoming() {
        return root.resolve("incoming");
    }

    private Path content() {
        return root.resolve("content");
    }
}
