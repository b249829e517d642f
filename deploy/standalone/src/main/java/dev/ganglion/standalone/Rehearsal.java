package dev.ganglion.standalone;

import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.standalone.StandaloneSettings.Registration;

import org.springframework.util.FileSystemUtils;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A short conversation on a server of its own, with a data folder that is gone afterwards: what the
 * Java machine has loaded and measured meanwhile is what it need not learn again at the next start.
 */
final class Rehearsal {
    /** Enough for the Java machine to see which methods are worth compiling. */
    private static final int MESSAGES = 100;

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final String client;

    private Rehearsal(int port) {
        client = "http://127.0.0.1:" + port + "/_matrix/client/";
    }

    /**
     * @throws IOException when there is no place for the folder, or the server does not answer
     */
    static void perform() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ganglion-rehearsal");
        try {
            perform(settings(folder));
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static void perform(StandaloneSettings settings)
            throws IOException, InterruptedException {
        try (Standalone server = new Standalone(settings)) {
            server.start();
            new Rehearsal(settings.port()).converse();
        }
    }

    private static StandaloneSettings settings(Path folder) {
        return new StandaloneSettings(
                ServerName.parse("localhost"),
                LocalPorts.free(),
                LocalPorts.free(),
                "127.0.0.1",
                folder,
                Registration.OPEN,
                false,
                Optional.empty());
    }

    private void converse() throws IOException, InterruptedException {
        String token =
                ask(
                                "POST",
                                "v3/register",
                                "",
                                "{\"username\":\"alice\",\"password\":\"of the rehearsal\",\"auth\":{\"type\":\"m.login.dummy\"}}")
                        .path("access_token")
                        .asString();
        String room =
                ask("POST", "v3/createRoom", token, "{\"name\":\"Rehearsal\"}")
                        .path("room_id")
                        .asString();
        String since = "";
        for (int message = 0; message < MESSAGES; message++) {
            ask(
                    "PUT",
                    "v3/rooms/" + room + "/send/m.room.message/" + message,
                    token,
                    "{\"msgtype\":\"m.text\",\"body\":\"Can you hear me?\"}");
            since = ask("GET", "v3/sync" + since, token, "").path("next_batch").asString("");
            since = "?timeout=0&since=" + since;
        }
        ask("GET", "v3/rooms/" + room + "/messages?dir=b", token, "");
    }

    private JsonNode ask(String method, String path, String token, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(client + path))
                        .method(method, BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(path + " answered " + response.statusCode());
        }
        return json.readTree(response.body());
    }
}
