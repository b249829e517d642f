package dev.ganglion.auth.identityprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.oauth2.sdk.ParseException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

class ProviderHttpIT {
    private final ProviderHttp http =
            new ProviderHttp(new IdentityProviderProperties(List.of(), Duration.ofMillis(500), 1));
    private final AtomicInteger secondRequests = new AtomicInteger();
    private HttpServer server = create();

    private static HttpServer create() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/redirect", exchange -> redirect(exchange));
        server.createContext(
                "/second",
                exchange -> {
                    secondRequests.incrementAndGet();
                    exchange.sendResponseHeaders(200, -1);
                });
        server.createContext("/endless", ProviderHttpIT::endless);
        server.createContext("/slow", ProviderHttpIT::slow);
        server.start();
    }

    @AfterEach
    void stop() {
        http.stop();
        server.stop(0);
    }

    private void redirect(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Location", uri("/second").toString());
        exchange.sendResponseHeaders(302, -1);
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] block = new byte[65_536];
        while (true) {
            exchange.getResponseBody().write(block);
        }
    }

    private static void slow(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        // No more comes: the connection stays open until the other side has had enough.
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Test
    void u03ARedirectIsNotFollowed() {
        assertThatThrownBy(() -> http.get(uri("/redirect")))
                .isInstanceOfAny(ParseException.class, IOException.class);
        assertThatThrownBy(() -> http.retrieveResource(uri("/redirect").toURL()))
                .isInstanceOf(IOException.class);
        assertThat(secondRequests).hasValue(0);
    }

    @Test
    void u03AnEndlessAnswerIsNotRead() {
        assertThatThrownBy(() -> http.get(uri("/endless"))).isInstanceOf(IOException.class);
    }

    @Test
    void u03AnAnswerThatDoesNotEndInTimeIsNone() {
        assertThatThrownBy(() -> http.get(uri("/slow"))).isInstanceOf(IOException.class);
    }
}
