package dev.ganglion.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.gateway.RunningGateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import java.util.Objects;

class BodyLimitsIT extends RunningGateway {
    @ParameterizedTest
    @DisplayName("D01, M05: a body over the limit gets 413, with and without a length")
    @CsvSource({
        "PUT, /_matrix/client/v3/rooms/!r:s/send/m.x/1, 0, true, 200",
        "PUT, /_matrix/client/v3/rooms/!r:s/send/m.x/1, 0, false, 200",
        "PUT, /_matrix/client/v3/rooms/!r:s/send/m.x/1, 1000, true, 200",
        "PUT, /_matrix/client/v3/rooms/!r:s/send/m.x/1, 1000, false, 200",
        "PUT, /_matrix/client/v3/rooms/!r:s/send/m.x/1, 524288, true, 200",
        "PUT, /_matrix/client/v3/rooms/!r:s/send/m.x/1, 524288, false, 200",
        "PUT, /_matrix/client/v3/rooms/!r:s/send/m.x/1, 524289, true, 413",
        "PUT, /_matrix/client/v3/rooms/!r:s/send/m.x/1, 524289, false, 413",
        "PUT, /_matrix/client/v3/sendToDevice/m.x/1, 1048576, true, 200",
        "PUT, /_matrix/client/v3/sendToDevice/m.x/1, 1048577, false, 413",
        "POST, /_matrix/client/v3/createRoom, 1048576, true, 200",
        "POST, /_matrix/client/v3/createRoom, 3000000, true, 413",
        "POST, /_matrix/client/v3/createRoom, 3000000, false, 413",
        "POST, /_matrix/media/v3/upload, 3000000, true, 200",
        "POST, /_matrix/media/v3/upload, 3000000, false, 200",
        "POST, /_matrix/media/v3/upload, 5000000, true, 413",
        "POST, /_matrix/media/v3/upload, 5000000, false, 413",
    })
    void d01_aBodyOverTheLimitIsRefused(
            String method, String path, int bytes, boolean hasLength, int status) {
        String answer = send(method, path, bytes, hasLength);

        if (status == 200) {
            assertThat(answer).isEqualTo("200 {\"received\":" + bytes + "}");
        } else {
            assertThat(answer).startsWith("413 ").contains("M_TOO_LARGE");
        }
    }

    private String send(String method, String path, int bytes, boolean hasLength) {
        int piece = 1_000;
        Flux<ByteBuf> body =
                Flux.range(0, (bytes + piece - 1) / piece)
                        .map(
                                i ->
                                        Unpooled.wrappedBuffer(
                                                new byte[Math.min(piece, bytes - i * piece)]));
        return Objects.requireNonNull(
                HttpClient.newConnection()
                        .headers(
                                headers -> {
                                    headers.set("Authorization", "Bearer alice-token");
                                    if (hasLength) {
                                        headers.set("Content-Length", bytes);
                                    }
                                })
                        .request(HttpMethod.valueOf(method))
                        .uri(url(path).toString())
                        .send((_, out) -> out.send(body))
                        .responseSingle(
                                (response, content) ->
                                        content.asString()
                                                .defaultIfEmpty("")
                                                .map(text -> response.status().code() + " " + text))
                        .onErrorResume(failure -> Mono.just("failed " + failure))
                        .block());
    }
}
