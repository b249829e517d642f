package dev.ganglion.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.testing.client.MatrixClient;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The one process that a small operator runs. */
class StandaloneAcceptanceTest {
    private static final String MAIN = "dev.ganglion.standalone.Main";

    private static final String PASSWORD = "the password of alice";

    @TempDir private Path folder;

    private final int port = Ports.free();

    @Test
    void twoPeopleTalkAndAfterARestartTheyAreStillThere() throws IOException {
        JavaProcess first = start(Map.of("GANGLION_REGISTRATION", "open"));
        String conversation = JsConversation.against(gateway());
        MatrixSession alice = new MatrixClient(gateway()).register("alice", PASSWORD);
        RoomId room = alice.createRoom("Tea");
        EventId event = alice.send(room, "I was here");
        first.stop();

        JavaProcess second = start(Map.of());

        assertThat(conversation).contains("1..12");
        assertThat(first.output()).contains("First start").contains("Ganglion has stopped.");
        assertThat(second.output()).doesNotContain("First start");
        assertThat(alice.get("/_matrix/client/v3/rooms/" + room + "/event/" + event).toString())
                .contains("I was here");
        assertThat(first.output() + second.output())
                .doesNotContain(alice.accessToken())
                .doesNotContain(PASSWORD)
                .doesNotContain(
                        Files.readString(folder.resolve("data/secrets/postgres.password")).strip());
        second.stop();
    }

    @Test
    void aPortInUseIsOneClearLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(port)) {
            assertThat(taken.isBound()).isTrue();
            refusedWith("GANGLION_PORT", Map.of());
        }
    }

    @Test
    void aWrongSettingIsOneClearLine() {
        refusedWith("GANGLION_REGISTRATION=perhaps", Map.of("GANGLION_REGISTRATION", "perhaps"));
    }

    @Test
    void aDataFolderThatIsAFileIsOneClearLine() throws IOException {
        Files.createFile(folder.resolve("file"));

        refusedWith("GANGLION_DATA", Map.of("GANGLION_DATA", "file"));
    }

    private void refusedWith(String words, Map<String, String> settings) {
        JavaProcess process = launch(settings);

        assertThat(process.awaitExit()).isEqualTo(1);
        assertThat(process.output().lines().filter(line -> !line.isBlank()))
                .singleElement()
                .asString()
                .contains(words);
    }

    private JavaProcess start(Map<String, String> settings) {
        return launch(settings).awaitAnswer(gateway().resolve("/_matrix/client/versions"));
    }

    private JavaProcess launch(Map<String, String> settings) {
        Map<String, String> all =
                new HashMap<>(
                        Map.of(
                                "GANGLION_PORT",
                                String.valueOf(port),
                                "GANGLION_RATE_LIMITS",
                                "off"));
        all.putAll(settings);
        return JavaProcess.start(MAIN, Tuning.QUICK_START, folder, all);
    }

    private URI gateway() {
        return URI.create("http://127.0.0.1:" + port);
    }
}
