package dev.ganglion.media.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.service.config.StartFailureException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.util.unit.DataSize;

import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

class DiskStorageTest {
    private static final OptionalLong UNDECLARED = OptionalLong.empty();

    private final Scheduler disk = Schedulers.newBoundedElastic(2, 100, "test-disk");
    @TempDir Path root;
    private DiskStorage storage;

    @BeforeEach
    void open() throws IOException {
        DiskLayout layout = new DiskLayout(root);
        layout.prepare(Instant.EPOCH);
        storage = new DiskStorage(layout, DataSize.ofBytes(0), disk);
    }

    @AfterEach
    void close() {
        disk.dispose();
    }

    @Test
    void whatIsStoredIsReadBackAndHashed() throws IOException {
        StoredContent stored = storage.store(text("hel", "lo"), UNDECLARED, 100).block();

        assertThat(stored).isNotNull();
        assertThat(stored.sizeBytes()).isEqualTo(5);
        assertThat(stored.sha256())
                .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        ByteBuffer read = ByteBuffer.allocate(10);
        try (var channel = storage.open(stored.key())) {
            channel.read(read);
        }
        assertThat(new String(read.array(), 0, read.position(), StandardCharsets.UTF_8))
                .isEqualTo("hello");
        assertThat(incoming()).isEmpty();
    }

    @Test
    void m05_contentOverTheLimitLeavesNothing() {
        var storing = storage.store(text("12345", "6"), UNDECLARED, 5);

        assertThatThrownBy(storing::block)
                .isInstanceOfSatisfying(
                        MatrixException.class, e -> assertThat(e.status()).isEqualTo(413));
        assertThat(allFiles()).isEmpty();
    }

    @Test
    void m05_aSenderThatDoesNotStopIsCutOff() {
        EndlessBody endless = new EndlessBody();

        var storing =
                storage.store(endless.chunks(), UNDECLARED, 5).timeout(Duration.ofSeconds(20));

        assertThatThrownBy(storing::block)
                .isInstanceOfSatisfying(
                        MatrixException.class, e -> assertThat(e.status()).isEqualTo(413));
        assertThat(endless.isCutOff()).as("the source was cancelled").isTrue();
        assertThat(allFiles()).isEmpty();
    }

    @Test
    void m05_anUploadThatBreaksOffLeavesNothing() {
        Flux<DataBuffer> broken = text("123").concatWith(Flux.error(new IOException("reset")));

        assertThatThrownBy(() -> storage.store(broken, UNDECLARED, 100).block())
                .hasRootCauseInstanceOf(IOException.class);
        assertThat(allFiles()).isEmpty();
    }

    @Test
    void m05_anUploadThatIsCancelledLeavesNothing() {
        Flux<DataBuffer> endless = text("123").concatWith(Flux.never());

        var upload = storage.store(endless, UNDECLARED, 100).subscribe();
        await().until(() -> incoming().size() == 1);
        upload.dispose();

        await().untilAsserted(() -> assertThat(allFiles()).isEmpty());
    }

    @Test
    void p9_anUploadIsRefusedWhenTheDiskIsAlmostFull() throws IOException {
        DiskLayout layout = new DiskLayout(root);
        var full = new DiskStorage(layout, DataSize.ofTerabytes(1_000_000), disk);

        assertThatThrownBy(() -> full.store(text("x"), UNDECLARED, 100).block())
                .isInstanceOfSatisfying(
                        MatrixException.class, e -> assertThat(e.status()).isEqualTo(507));
        assertThat(allFiles()).isEmpty();
    }

    @Test
    void p9_aDiskThatFillsUpMeanwhileIsToldFromABrokenOne() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));

        assertThatThrownBy(() -> write(full))
                .isInstanceOfSatisfying(
                        IOException.class,
                        e -> assertThat(DiskFailures.translate(e)).hasMessageContaining("full"));
        IOException broken = new IOException("Input/output error");
        assertThat(DiskFailures.translate(broken)).isSameAs(broken);
    }

    @Test
    void whatACrashLeftOfAnUploadIsRemovedADayLater() throws IOException {
        Path left = Files.writeString(root.resolve("incoming").resolve("left"), "half");
        Instant now = Instant.parse("2026-11-21T00:00:00Z");
        Files.setLastModifiedTime(left, FileTime.from(now.minus(Duration.ofHours(25))));
        Path young = Files.writeString(root.resolve("incoming").resolve("young"), "half");
        Files.setLastModifiedTime(young, FileTime.from(now.minus(Duration.ofHours(23))));

        new DiskLayout(root).prepare(now);

        assertThat(left).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void aFolderThatCannotBeIsToldWithItsSetting() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "");
        var settings = new StorageProperties(file, DataSize.ofBytes(0));

        assertThatThrownBy(
                        () ->
                                new StorageConfiguration()
                                        .mediaStorage(settings, disk, Clock.systemUTC()))
                .isInstanceOfSatisfying(
                        StartFailureException.class,
                        e -> assertThat(e.fix()).contains("ganglion.media.directory"));
    }

    @Test
    void m01_aKeyThatIsAPathIsNone() {
        for (String key : List.of("../../etc/passwd", "a/b", "", "A".repeat(32), "0".repeat(33))) {
            assertThatThrownBy(() -> new FileKey(key)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void write(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1));
        }
    }

    private static Flux<DataBuffer> text(String... parts) {
        return Flux.fromArray(parts)
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .map(DefaultDataBufferFactory.sharedInstance::wrap);
    }

    private List<Path> incoming() throws IOException {
        try (var files = Files.list(root.resolve("incoming"))) {
            return files.toList();
        }
    }

    private List<Path> allFiles() {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
