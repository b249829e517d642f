package dev.ganglion.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.client.MatrixSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The one process that a small operator runs. */
@ExtendWith(Stage.class)
class StandaloneAcceptanceTest {
    private static final String MAIN = "dev.ganglion.standalone.Main";

    private static final JsonObject HERE = JsonObject.of("body", "I was here");
    private static final String PASSWORD = "the password of alice";

    @TempDir private Path folder;

    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final Clients clients;

    StandaloneAcceptanceTest(Clients clients) {
        this.clients = clients;
    }

    @Test
    void twoPeopleTalkAndAfterARestartTheyAreStillThere() throws IOException {
        JavaProcess first = start(Map.of("GANGLION_REGISTRATION", "open"));
        String conversation = JsConversation.against(gateway());
        MatrixSession alice = clients.of(gateway()).register("alice", PASSWORD);
        RoomId room = alice.createRoom("Tea");
        EventId event = alice.send(room, "m.room.message", "once", HERE);
        first.stop();

        JavaProcess second = start(Map.of());

        assertThat(conversation).contains("1..12");
        assertThat(first.output()).contains("First start").contains("Ganglion has stopped.");
        assertThat(second.output()).doesNotContain("First start");
        assertThat(alice.get("/_matrix/client/v3/rooms/" + room + "/event/" + event).toString())
                .contains("I was here");
        assertThat(alice.send(room, "m.room.message", "once", HERE))
                .as("R11: the same transaction after a restart")
                .isEqualTo(event);
        assertThat(first.output() + second.output())
                .doesNotContain(alice.accessToken())
                .doesNotContain(PASSWORD)
                .doesNotContain(
                        Files.readString(folder.resolve("data/secrets/postgres.password")).strip());
        second.stop();
    }

    @Test
    void theFirstAdministratorCanDoWhatTheReadmeSays() throws IOException {
        JavaProcess server = start(Map.of());
        Path password = Files.writeString(folder.resolve("typed"), "the password that you chose\n");
        JavaProcess admin =
                JavaProcess.start(
                        MAIN,
                        Tuning.QUICK_START,
                        folder,
                        settings(Map.of()),
                        password,
                        "admin",
                        "alice");
        assertThat(admin.awaitExit()).as(admin.output()).isZero();

        assertThat(curlCommandsOfReadme())
                .hasSizeGreaterThan(1)
                .allSatisfy(
                        command -> {
                            JavaProcess shell = JavaProcess.shell(folder, command);
                            assertThat(shell.awaitExit()).isZero();
                            assertThat(shell.output()).contains("{").doesNotContain("errcode");
                        });
        server.stop();
    }

    @Test
    void whoeverStopsItWhileItStartsLeavesNothingBehind() {
        JavaProcess process = launch(Map.of());
        await().until(() -> Files.exists(folder.resolve("data/lock")));

        process.stop();

        assertThat(process.output()).doesNotContain("Exception").doesNotContain("did not start");
        start(Map.of()).stop();
    }

    @Test
    void aPortInUseIsOneClearLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(port)) {
            assertThat(taken.isBound()).isTrue();
            refusedWith("GANGLION_PORT", Map.of());
        }
    }

    @Test
    void aManagementPortInUseIsOneClearLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            refusedWith(
                    "GANGLION_GATEWAY_MANAGEMENT_PORT",
                    Map.of(
                            "GANGLION_GATEWAY_MANAGEMENT_PORT",
                            String.valueOf(taken.getLocalPort())));
        }
    }

    @Test
    void aWrongSettingIsOneClearLine() {
        refusedWith("GANGLION_REGISTRATION=perhaps", Map.of("GANGLION_REGISTRATION", "perhaps"));
    }

    @Test
    void aWrongSettingOfAServiceIsNamedAtTheEnd() {
        JavaProcess process = launch(Map.of("GANGLION_PASSWORD_MINIMUM_LENGTH", "zero"));

        assertThat(process.awaitExit()).isEqualTo(1);
        assertThat(process.output().lines().filter(line -> !line.isBlank()))
                .last()
                .asString()
                .startsWith("Ganglion did not start: ")
                .contains("GANGLION_PASSWORD_MINIMUM_LENGTH", "Correct it");
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

    private List<String> curlCommandsOfReadme() throws IOException {
        return Files.readAllLines(Path.of("../../README.md")).stream()
                .filter(line -> line.startsWith("    curl "))
                .map(line -> line.strip().replace("localhost:8008", "localhost:" + port))
                .toList();
    }

    private JavaProcess launch(Map<String, String> settings) {
        return JavaProcess.start(MAIN, Tuning.QUICK_START, folder, settings(settings));
    }

    private Map<String, String> settings(Map<String, String> special) {
        Map<String, String> all =
                new HashMap<>(
                        Map.of(
                                "GANGLION_PORT",
                                String.valueOf(port),
                                "GANGLION_GATEWAY_MANAGEMENT_PORT",
                                String.valueOf(managementPort),
                                "GANGLION_RATE_LIMITS",
                                "off"));
        all.putAll(special);
        return all;
    }

    private URI gateway() {
        return URI.create("http://127.0.0.1:" + port);
    }
}
