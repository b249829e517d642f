package dev.ganglion.acceptance.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where people come from and go back to: the site of a client. To browsers it is another site than
 * the homeserver's, by its name.
 */
final class ClientSite implements AutoCloseable {
    private final HttpServer server;
    private volatile String content = "";

    ClientSite() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI url(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    /** What its pages hold from now on. */
    void show(String html) {
        content = html;
    }

    /** What came with the address that a browser was sent to. */
    static String parameter(String address, String name) {
        Matcher parameter = Pattern.compile("[?&]" + name + "=([^&#]*)").matcher(address);
        assertThat(parameter.find()).as("%s in %s", name, address).isTrue();
        return URLDecoder.decode(parameter.group(1), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String html =
                """
            <!doctype html>
            <html lang="en">
            <title>Client</title>
            <link rel="icon" href="data:,">
            <h1>The client</h1>
            %s
            </html>
            """
                        .formatted(content);
        byte[] page = html.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }
}
