package dev.ganglion.standalone;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes an administrator on the running server through the shared-secret registration that admin
 * tools use.
 */
final class AdminAccount {
    private final StandaloneSettings settings;
    private final JsonMapper json = new JsonMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    AdminAccount(StandaloneSettings settings) {
        this.settings = settings;
    }

    /** Asks for the password on the terminal, or reads it from a pipe. */
    String create(String name) {
        String password = readPassword();
        URI endpoint =
                URI.create("http://127.0.0.1:" + settings.port() + "/_synapse/admin/v1/register");
        try {
            String nonce =
                    answer(HttpRequest.newBuilder(endpoint).build()).path("nonce").asString();
            Map<String, Object> body =
                    Map.of(
                            "nonce",
                            nonce,
                            "username",
                            name,
                            "password",
                            password,
                            "admin",
                            true,
                            "inhibit_login",
                            true,
                            "mac",
                            mac(String.join("\0", nonce, name, password, "admin")));
            JsonNode account =
                    answer(
                            HttpRequest.newBuilder(endpoint)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                                    .build());
            return account.path("user_id").asString() + " is an administrator of this server.";
        } catch (IOException e) {
            throw new StartRefused(
                    "No answer from "
                            + endpoint
                            + " ("
                            + e
                            + "). Start the server first: deploy/standalone/run",
                    e);
        }
    }

    private JsonNode answer(HttpRequest request) throws IOException {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            JsonNode body = json.readTree(response.body());
            if (response.statusCode() != 200) {
                throw new StartRefused(
                        "The server refused: "
                                + body.path("error").asString("status " + response.statusCode()));
            }
            return body;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefused("Interrupted.", e);
        }
    }

    private String mac(String message) throws IOException {
        Path file = settings.data().resolve("secrets").resolve("registration-shared-secret");
        if (!Files.isReadable(file)) {
            throw new StartRefused(
                    "There is no readable "
                            + file
                            + ". Run this as the server's user, with its GANGLION_DATA.");
        }
        try {
            // HMAC-SHA1 is what the registration tools of the Matrix world speak.
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(
                    new SecretKeySpec(
                            Files.readString(file).strip().getBytes(StandardCharsets.UTF_8),
                            "HmacSHA1"));
            return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String readPassword() {
        Optional<Console> terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (terminal.isPresent()) {
            return new String(terminal.get().readPassword("Password: "));
        }
        try (Scanner input = new Scanner(System.in, StandardCharsets.UTF_8)) {
            if (input.hasNextLine()) {
                return input.nextLine();
            }
        }
        throw new StartRefused("No password: type one, or pipe one in.");
    }
}
