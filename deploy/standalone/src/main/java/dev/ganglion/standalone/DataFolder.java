package dev.ganglion.standalone;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The one folder that holds everything a standalone server knows; locked while a process uses it.
 */
final class DataFolder implements AutoCloseable {
    /** Below this PostgreSQL could not even create its files. */
    private static final long NEEDED_BYTES = 200L << 20;

    private final Path root;
    private final FileChannel lockFile;

    private DataFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * @throws StartRefused when the folder cannot be created, written, or is in use by another
     *     process
     */
    static DataFolder open(Path root) {
        try {
            createPrivate(root);
            refuseWhenFull(root);
            FileChannel channel =
                    FileChannel.open(
                            root.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new StartRefused(
                        "The data folder "
                                + root
                                + " is in use by another Ganglion. Stop that one, or set GANGLION_DATA to another folder.");
            }
            return new DataFolder(root, channel);
        } catch (IOException e) {
            throw new StartRefused(
                    "The data folder "
                            + root
                            + " cannot be used ("
                            + e.getClass().getSimpleName()
                            + ": "
                            + e.getMessage()
                            + "). Make it writable, or set GANGLION_DATA to another folder.",
                    e);
        }
    }

    Path resolve(String name) {
        return root.resolve(name);
    }

    /** A folder below this one that only the owner can enter. */
    Path folder(String name) {
        try {
            return createPrivate(root.resolve(name));
        } catch (IOException e) {
            throw new StartRefused(
                    "Cannot create " + root.resolve(name) + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private static Path createPrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? Files.createDirectories(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")))
                : Files.createDirectories(folder);
    }

    private static void refuseWhenFull(Path root) throws IOException {
        long usable = Files.getFileStore(root).getUsableSpace();
        if (usable < NEEDED_BYTES) {
            throw new StartRefused(
                    "The disk of the data folder "
                            + root
                            + " is full: "
                            + (usable >> 20)
                            + " MiB free, at least "
                            + (NEEDED_BYTES >> 20)
                            + " MiB needed. Free some space.");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
            return null;
        }
    }
}
