package dev.ganglion.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.gateway.RunningGateway;
import dev.ganglion.gateway.Upstreams;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

class SmugglingIT extends RunningGateway {
    private static final String HIDDEN =
            "GET /_matrix/client/v3/publicRooms?hidden HTTP/1.1|Host: a||";

    @ParameterizedTest
    @DisplayName("D06: what two servers could read differently gets 400 and reaches no service")
    @ValueSource(
            strings = {
                // CL.TE and TE.CL
                "Content-Length: 6|Transfer-Encoding: chunked||0||" + HIDDEN,
                "Transfer-Encoding: chunked|Content-Length: 4||5c|" + HIDDEN + "0||",
                // TE.TE
                "Transfer-Encoding: chunked|Transfer-Encoding: identity||0||" + HIDDEN,
                "Transfer-Encoding: chunked, identity||0||" + HIDDEN,
                "Transfer-Encoding: xchunked||0||" + HIDDEN,
                "Transfer-Encoding : chunked||0||" + HIDDEN,
                // obs-fold
                "Transfer-Encoding:| chunked||0||" + HIDDEN,
                "X-Fold: a| b|Content-Length: 0||" + HIDDEN,
                // two lengths, a length that is no number
                "Content-Length: 0|Content-Length: 44||" + HIDDEN,
                "Content-Length: +0||" + HIDDEN,
                "Content-Length: 0x0||" + HIDDEN,
                // bare line feeds
                "X: a\nContent-Length: 0||" + HIDDEN,
                "Content-Length: 0\n\n" + HIDDEN,
            })
    void d06_whatTwoServersCouldReadDifferentlyIsRefused(String rest) throws IOException {
        String answer =
                raw(
                        ("POST /_matrix/client/v3/publicRooms HTTP/1.1|Host: a|" + rest)
                                .replace("|", "\r\n"));

        assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("HTTP/1.1 200");
        assertThat(Upstreams.ROOM_1.received()).isEmpty();
        assertThat(Upstreams.ROOM_2.received()).isEmpty();
    }

    @Test
    @DisplayName("D06: pipelined requests are answered in order")
    void d06_pipelinedRequestsAreAnsweredInOrder() throws IOException {
        String answer =
                raw(
                        ("PUT /_matrix/client/v3/rooms/!r:s/send/m.x/1 HTTP/1.1|Host: a|"
                                        + "Authorization: Bearer alice-token|Content-Length: 3||{ }"
                                        + "GET /_matrix/client/versions HTTP/1.1|Host: a||"
                                        + "POST /_matrix/client/v3/publicRooms HTTP/1.1|Host: a|"
                                        + "Authorization: Bearer alice-token|"
                                        + "Transfer-Encoding: chunked||2|{}|0||"
                                        + "GET /nothing HTTP/1.1|Host: a||")
                                .replace("|", "\r\n"));

        assertThat(answer)
                .containsSubsequence(
                        "HTTP/1.1 200",
                        "{\"received\":3}",
                        "HTTP/1.1 200",
                        "v1.11",
                        "HTTP/1.1 200",
                        "{\"received\":2}",
                        "HTTP/1.1 404",
                        "M_UNRECOGNIZED");
    }

    @Test
    void aTargetThatIsNoUriIsAMatrixError() throws IOException {
        String answer =
                raw("GET /_matrix/%zz{}\"<>| HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 404").contains("M_UNRECOGNIZED");
    }

    @Test
    void aLineThatIsTooLongIsToldSoInTheWayOfMatrix() throws IOException {
        String answer =
                raw(
                        "GET /_matrix/client/versions?"
                                + "x".repeat(17_000)
                                + " HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(answer)
                .containsPattern("^HTTP/1\\.. 414 ")
                .contains("\"errcode\":\"M_TOO_LARGE\"");
    }

    @Test
    void aHeadThatIsTooLargeIsToldSoInTheWayOfMatrix() throws IOException {
        String answer = raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(33_000) + "\r\n\r\n");

        assertThat(answer)
                .containsPattern("^HTTP/1\\.. 431 ")
                .contains("\"errcode\":\"M_TOO_LARGE\"");
    }
}
