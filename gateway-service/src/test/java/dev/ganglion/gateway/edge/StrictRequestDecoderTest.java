package dev.ganglion.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class StrictRequestDecoderTest {
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new StrictServerCodec(new HttpDecoderConfig()));

    @ParameterizedTest
    @DisplayName("D06: a request with two readings is refused")
    @ValueSource(
            strings = {
                "POST / HTTP/1.1|Host: a|Content-Length: 4|Transfer-Encoding: chunked||0||",
                "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|Content-Length: 4||0||",
                "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked, identity||0||",
                "POST / HTTP/1.1|Host: a|Transfer-Encoding: identity||",
                "POST / HTTP/1.1|Host: a|Transfer-Encoding: xchunked||0||",
                "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||",
                "POST / HTTP/1.1|Host: a|Transfer-Encoding : chunked||0||",
                "POST / HTTP/1.0|Host: a|Transfer-Encoding: chunked||0||",
                "POST / HTTP/1.1|Host: a|Content-Length: 4|Content-Length: 5||abcde",
                "POST / HTTP/1.1|Host: a|Content-Length: +4||abcd",
                "POST / HTTP/1.1|Host: a|X-Folded: one| two||",
                "POST / HTTP/1.1|Host: a|X-Folded: one|\ttwo||",
                "POST / HTTP/1.1| Host: a||",
                "POST / HTTP/1.1|Host: a|Transfer-Encoding:| chunked||0||",
            })
    void d06_aRequestWithTwoReadingsIsRefused(String request) {
        channel.writeInbound(
                Unpooled.copiedBuffer(request.replace("|", "\r\n"), StandardCharsets.US_ASCII));

        assertThat(firstRequest().decoderResult().isFailure()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "400, M_UNKNOWN, not well-formed",
        "413, M_TOO_LARGE, too large",
        "414, M_TOO_LARGE, too long",
        "431, M_TOO_LARGE, too large",
    })
    void whoseRequestCannotBeReadIsToldSoInTheWayOfMatrix(int status, String code, String text) {
        channel.writeInbound(Unpooled.copiedBuffer("nonsense\r\n\r\n", StandardCharsets.US_ASCII));
        assertThat(firstRequest().decoderResult().isFailure()).isTrue();

        channel.writeOutbound(bare(status));

        assertThat(sent())
                .startsWith("HTTP/1.0 " + status + " ")
                .contains("content-type: application/json", "\"errcode\":\"" + code + "\"", text);
    }

    @Test
    void anEmptyAnswerToAGoodRequestStaysEmpty() {
        channel.writeInbound(
                Unpooled.copiedBuffer(
                        "GET / HTTP/1.1\r\nHost: a\r\n\r\n", StandardCharsets.US_ASCII));

        channel.writeOutbound(bare(404));

        assertThat(sent()).endsWith("\r\n\r\n");
    }

    private static FullHttpResponse bare(int status) {
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_0,
                        HttpResponseStatus.valueOf(status),
                        Unpooled.EMPTY_BUFFER);
        response.headers().set("content-length", 0);
        return response;
    }

    private String sent() {
        StringBuilder all = new StringBuilder();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            all.append(next.toString(StandardCharsets.UTF_8));
            next.release();
        }
        return all.toString();
    }

    @ParameterizedTest
    @DisplayName("D06: a bare line feed is refused wherever it stands")
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: b\nTransfer-Encoding: chunked\r\n\r\n",
            })
    void d06_aBareLineFeedIsRefused(String request) {
        channel.writeInbound(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));

        assertThat(firstRequest().decoderResult().isFailure()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 30, 1_000})
    void aFoldIsSeenHoweverTheBytesArrive(int pieceBytes) {
        byte[] request =
                "POST / HTTP/1.1\r\nHost: a\r\nX-Folded: one\r\n two\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII);
        for (int from = 0; from < request.length; from += pieceBytes) {
            int length = Math.min(pieceBytes, request.length - from);
            channel.writeInbound(Unpooled.copiedBuffer(request, from, length));
        }

        assertThat(firstRequest().decoderResult().isFailure()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 1_000})
    void pipelinedRequestsWithBodiesThatLookFoldedAreFine(int pieceBytes) {
        byte[] requests =
                ("PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n\r\n \r\n "
                                + "PUT /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "3\r\n\n x\r\n0\r\n\r\n"
                                + "GET /c HTTP/1.1\r\nHost: a\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        for (int from = 0; from < requests.length; from += pieceBytes) {
            int length = Math.min(pieceBytes, requests.length - from);
            channel.writeInbound(Unpooled.copiedBuffer(requests, from, length));
        }

        for (String path : new String[] {"/a", "/b", "/c"}) {
            HttpRequest request = firstRequest();
            assertThat(request.decoderResult().isSuccess()).as(path).isTrue();
            assertThat(request.uri()).isEqualTo(path);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/a/b?c=d /a/b?c=d",
                "/a%2Fb /a%2Fb",
                "/a?filter={\"x\":1} /a?filter=%7B%22x%22:1%7D",
                "/a|b^ /a%7Cb%5E",
                "/a%zz /a%25zz",
                "/a% /a%25",
                "/a%4 /a%254",
                "/a#b /a%23b",
                "http://h/a/b /a/b",
                "HTTP://h /",
                "* /",
                "a/b /",
            })
    void aTargetHasOneReading(String sent, String read) {
        channel.writeInbound(
                Unpooled.copiedBuffer(
                        "GET " + sent + " HTTP/1.1\r\nHost: a\r\n\r\n",
                        StandardCharsets.ISO_8859_1));

        assertThat(firstRequest().uri()).isEqualTo(read);
    }

    @Test
    void rawUtf8InATargetIsPercentEncodedByteByByte() {
        channel.writeInbound(
                Unpooled.copiedBuffer(
                        "GET /é HTTP/1.1\r\nHost: a\r\n\r\n", StandardCharsets.UTF_8));

        assertThat(firstRequest().uri()).isEqualTo("/%C3%A9");
    }

    private HttpRequest firstRequest() {
        Object message = channel.readInbound();
        while (!(message instanceof HttpRequest request)) {
            assertThat(message).as("a request").isNotNull();
            ReferenceCountUtil.release(message);
            message = channel.readInbound();
        }
        return request;
    }
}
