package dev.ganglion.acceptance.accounts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What ends HTTPS before servers that speak plain HTTP, as operators have it. */
final class HttpsFront implements AutoCloseable {
    private static final String KEYSTORE_PASSWORD = "of no importance";
    private static final Set<String> NOT_PASSED_ON =
            Set.of("connection", "host", "content-length", "upgrade", "transfer-encoding", "date");

    private final HttpsServer server;
    private final Map<String, URI> backends;
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    /**
     * Starts it.
     *
     * @param backends by the names that browsers call them
     * @param folder for its certificate
     */
    HttpsFront(Map<String, URI> backends, Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        this.backends = Map.copyOf(backends);
        this.server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(folder.resolve("front.p12"))));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::passOn);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }

    private void passOn(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<byte[]> answer =
                    http.send(request(exchange), HttpResponse.BodyHandlers.ofByteArray());
            answer.headers().map().forEach((name, values) -> copy(exchange, name, values));
            byte[] body = answer.body();
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        URI backend = backends.getOrDefault(host, URI.create("http://127.0.0.1:1"));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(backend.resolve(exchange.getRequestURI().toString()))
                        .header("X-Forwarded-Proto", "https");
        exchange.getRequestHeaders().entrySet().stream()
                .filter(header -> isPassedOn(header.getKey()))
                .forEach(
                        header ->
                                header.getValue()
                                        .forEach(value -> request.header(header.getKey(), value)));
        try (InputStream body = exchange.getRequestBody()) {
            return request.method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(body.readAllBytes()))
                    .build();
        }
    }

    private static void copy(HttpExchange exchange, String name, List<String> values) {
        if (isPassedOn(name) && !name.startsWith(":")) {
            exchange.getResponseHeaders().put(name, values);
        }
    }

    private static boolean isPassedOn(String header) {
        return !NOT_PASSED_ON.contains(header.toLowerCase(Locale.ROOT));
    }

    private SSLContext tls(Path file)
            throws IOException, GeneralSecurityException, InterruptedException {
        certify(file);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream keys = Files.newInputStream(file)) {
            store.load(keys, KEYSTORE_PASSWORD.toCharArray());
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, KEYSTORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** A certificate that nobody has signed, by the tool that comes with Java. */
    private void certify(Path file) throws IOException, InterruptedException {
        String names =
                "san=" + String.join(",", backends.keySet().stream().map(n -> "dns:" + n).toList());
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "front",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=front",
                        "-ext",
                        names,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        KEYSTORE_PASSWORD);
        Process keytool =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool has made no certificate");
        }
    }
}
