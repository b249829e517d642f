package dev.ganglion.acceptance.rooms;

import static dev.ganglion.acceptance.rooms.Party.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.acceptance.Homeserver;
import dev.ganglion.acceptance.Stage;
import dev.ganglion.protocol.identifier.RoomId;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * Answers hold secrets beside what strangers write, whose size would tell what they have in common
 * if they were compressed.
 */
@ExtendWith(Stage.class)
class CompressionAcceptanceTest {
    private final Homeserver server;
    private final Party party;

    CompressionAcceptanceTest(Homeserver server) {
        this.server = server;
        this.party = Party.at(server);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_matrix/client/v3/sync",
                "/_matrix/client/v3/account/whoami",
                "/_matrix/client/versions",
                "/_matrix/client/v3/rooms/ROOM/messages?dir=b"
            })
    void d05AnswersAreNotCompressedWhateverTheClientTakes(String path)
            throws IOException, InterruptedException {
        RoomId room = party.alice().createRoom(json("{\"topic\":\"" + "x".repeat(5_000) + "\"}"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    server.url()
                                                            + path.replace("ROOM", room.value())))
                                    .header("Accept-Encoding", "gzip, deflate, br, zstd")
                                    .header(
                                            "Authorization",
                                            "Bearer " + party.alice().accessToken())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
            assertThat(answer.body()).startsWith("{").endsWith("}");
        }
    }
}
