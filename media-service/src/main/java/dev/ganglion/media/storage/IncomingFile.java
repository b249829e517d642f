package dev.ganglion.media.storage;

import dev.ganglion.protocol.error.MatrixException;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file while its bytes arrive. Blocking. A cancelled upload is discarded from another thread than
 * the one that writes, hence the lock.
 */
final class IncomingFile {
    /** A client that is cut off in the middle of what it says may never hear why. */
    private static final long DROPPED_BYTES = 1 << 20;

    private final FileKey key;
    private final Path path;
    private final long limitBytes;
    private final FileChannel channel;
    private final MessageDigest digest = sha256();
    private long sizeBytes;

    private IncomingFile(FileKey key, Path path, long limitBytes, FileChannel channel) {
        this.key = key;
        this.path = path;
        this.limitBytes = limitBytes;
        this.channel = channel;
    }

    static IncomingFile create(FileKey key, Path path, long limitBytes) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new IncomingFile(key, path, limitBytes, channel);
    }

    FileKey key() {
        return key;
    }

    /** Writes and releases the buffer; of what is over the limit a little is dropped. */
    synchronized void append(DataBuffer buffer) throws IOException {
        try (var parts = buffer.readableByteBuffers()) {
            sizeBytes += buffer.readableByteCount();
            requireAtMost(limitBytes + DROPPED_BYTES);
            while (sizeBytes <= limitBytes && parts.hasNext()) {
                append(parts.next());
            }
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private void requireAtMost(long bytes) {
        if (sizeBytes > bytes) {
            throw MatrixException.tooLarge("The content is larger than this server accepts");
        }
    }

    private void append(ByteBuffer part) throws IOException {
        digest.update(part.duplicate());
        while (part.hasRemaining()) {
            channel.write(part);
        }
    }

    /** Makes the file last and gives it its place: first its bytes, then its name. */
    synchronized StoredContent moveTo(Path folder) throws IOException {
        requireAtMost(limitBytes);
        channel.force(true);
        channel.close();
        Files.move(path, folder.resolve(key.value()), StandardCopyOption.ATOMIC_MOVE);
        DiskLayout.sync(folder);
        return new StoredContent(key, sizeBytes, HexFormat.of().formatHex(digest.digest()));
    }

    synchronized void discard() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
