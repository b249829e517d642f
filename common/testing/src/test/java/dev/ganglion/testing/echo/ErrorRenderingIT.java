package dev.ganglion.testing.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.testing.GanglionTest;
import dev.ganglion.testing.TestTokens;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.net.URI;
import java.nio.charset.StandardCharsets;

@GanglionTest(properties = "ganglion.database.statement-timeout=500ms")
class ErrorRenderingIT {
    private static final UserId ALICE = UserId.parse("@alice:test.local");

    @Autowired private WebTestClient web;
    @Autowired private TestTokens tokens;
    @LocalServerPort private int port;

    @Test
    void anUnknownRouteIsUnrecognized() {
        expect(get("/_test/nowhere"), 404, "M_UNRECOGNIZED");
    }

    @Test
    void aWrongMethodIsUnrecognized() {
        expect(
                web.delete().uri("/_test/whoami").headers(tokens.forUser(ALICE)).exchange(),
                405,
                "M_UNRECOGNIZED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/_test/typed  | {                                  | M_NOT_JSON",
                "/_test/typed  | nonsense                           | M_NOT_JSON",
                "/_test/typed  | {\"some_name\":\"a\"}}             | M_NOT_JSON",
                "/_test/typed  | []                                 | M_BAD_JSON",
                "/_test/typed  | null                               | M_BAD_JSON",
                "/_test/typed  | \"text\"                           | M_BAD_JSON",
                "/_test/typed  | {\"some_name\":5}                  | M_BAD_JSON",
                "/_test/typed  | {\"some_name\":true}               | M_BAD_JSON",
                "/_test/typed  | {\"some_name\":{}}                 | M_BAD_JSON",
                "/_test/typed  | {\"limit\":\"5\"}                  | M_BAD_JSON",
                "/_test/typed  | {\"limit\":1.5}                    | M_BAD_JSON",
                "/_test/typed  | {\"limit\":99999999999}            | M_BAD_JSON",
                "/_test/typed  | {\"is_direct\":\"true\"}           | M_BAD_JSON",
                "/_test/typed  | {\"is_direct\":1}                  | M_BAD_JSON",
                "/_test/typed  | {\"content\":{\"a\":1.5}}          | M_BAD_JSON",
                "/_test/typed  | {\"content\":{\"a\":9007199254740992}} | M_BAD_JSON",
                "/_test/typed  | {\"content\":{\"a\":1,\"a\":2}}    | M_BAD_JSON",
                "/_test/typed  | {\"content\":[]}                   | M_BAD_JSON",
                "/_test/typed  | {\"some_name\":\"a\",\"some_name\":\"b\"} | M_BAD_JSON",
                "/_test/typed  | {\"some_name\":\"a\\u0000b\"}      | M_BAD_JSON",
                "/_test/typed  | {\"some_name\":\"\\ud800\"}        | M_BAD_JSON",
                "/_test/typed  | {\"some_name\":\"\\udc00\\ud800\"} | M_BAD_JSON",
                "/_test/typed  | {\"room_id\":\"nonsense\"}         | M_BAD_JSON",
                "/_test/object | {\"a\":1.5}                        | M_BAD_JSON",
                "/_test/object | {\"a\":-0}                         | M_BAD_JSON",
                "/_test/object | {\"a\":NaN}                        | M_BAD_JSON",
                "/_test/object | {\"a\":1e5}                        | M_BAD_JSON",
                "/_test/object | {\"a\":\"\\u0000\"}                | M_BAD_JSON",
                "/_test/object | [1]                                | M_BAD_JSON",
                "/_test/object | {                                  | M_NOT_JSON",
                "/_test/raw    | []                                 | M_BAD_JSON",
                "/_test/raw    | {\"a\":                            | M_NOT_JSON",
                "/_test/raw    | {} {}                              | M_NOT_JSON",
                "/_test/raw    | {\"a\":\"\\u0000\"}                | M_BAD_JSON",
            })
    void aBodyThatIsNotAsExpectedIsTheClientsFault(String path, String body, String errcode) {
        expect(post(path, body.getBytes(StandardCharsets.UTF_8)), 400, errcode);
    }

    @Test
    void anEscapedBackslashBeforeU0000IsNoNul() {
        post("/_test/object", bytes("{\"a\":\"\\\\u0000 😀 \\ud83d\\ude00\"}"))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.a")
                .isEqualTo("\\u0000 😀 😀");
    }

    @Test
    void anEmptyBodyIsNotJson() {
        expect(post("/_test/typed", new byte[0]), 400, "M_NOT_JSON");
    }

    @ParameterizedTest
    @CsvSource({"/_test/typed", "/_test/object", "/_test/raw"})
    void invalidUtf8IsNotJson(String path) {
        byte[] lonely = bytes("{\"some_name\":\"x\"}");
        lonely[14] = (byte) 0xff;
        byte[] overlong = bytes("{\"some_name\":\"xx\"}");
        overlong[14] = (byte) 0xc0;
        overlong[15] = (byte) 0x80;

        expect(post(path, lonely), 400, "M_NOT_JSON");
        expect(post(path, overlong), 400, "M_NOT_JSON");
    }

    @ParameterizedTest
    @CsvSource({"/_test/typed", "/_test/object", "/_test/raw"})
    void d01TenThousandLevelsAreRefused(String path) {
        String deep = "{\"content\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        String deepObject = "{\"content\":" + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_001);
        expect(post(path, bytes(deep)), 400, "M_BAD_JSON");

        expect(post(path, bytes(deepObject)), 400, "M_BAD_JSON");
    }

    @ParameterizedTest
    @CsvSource({"/_test/typed", "/_test/object", "/_test/raw"})
    void d01ANumberOfFourHundredDigitsIsRefused(String path) {
        String body = "{\"content\":{\"a\":1" + "0".repeat(400) + "}}";

        expect(post(path, bytes(body)), 400, "M_BAD_JSON");
    }

    @Test
    void anOversizedBodyIsTooLarge() {
        String body = "{\"some_name\":\"" + "x".repeat(1_200_000) + "\"}";

        expect(post("/_test/typed", bytes(body)), 413, "M_TOO_LARGE");
    }

    /** The first is what curl says when it is told nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "text/plain",
                "multipart/form-data; boundary=x"
            })
    void jsonIsReadWhateverItsContentType(String type) {
        web.post()
                .uri("/_test/typed")
                .headers(tokens.forUser(ALICE))
                .contentType(MediaType.parseMediaType(type))
                .bodyValue(bytes("{\"some_name\":\"a\",\"is_direct\":true,\"unknown\":1}"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"some_name\":\"a\",\"is_direct\":true}");
    }

    @Test
    void aContentTypeThatIsNoneIsA4xx() {
        expect(
                web.post()
                        .uri("/_test/typed")
                        .headers(tokens.forUser(ALICE))
                        .header("Content-Type", "rubbish")
                        .exchange(),
                415,
                "M_NOT_JSON");
    }

    @Test
    void floatsAreKeptInJsonThatIsNeverSigned() {
        post("/_test/raw", bytes("{\"a\": 1.50}"))
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("{\"a\": 1.50}");
    }

    @Test
    void badIdentifiersAndParametersAreInvalid() {
        expect(get("/_test/rooms/nonsense?limit=1"), 400, "M_INVALID_PARAM");
        expect(get("/_test/rooms/!a:b?limit=x"), 400, "M_INVALID_PARAM");
        expect(get("/_test/rooms/!a:b"), 400, "M_MISSING_PARAM");
        expect(get("/_test/rooms/!a%00:b?limit=1"), 400, "M_INVALID_PARAM");
    }

    @Test
    void encodedSlashesSemicolonsAndPercentSignsAreData() {
        get("/_test/segment/a%2Fb%3Bc%25d%5Ce")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.text")
                .isEqualTo("a/b;c%d\\e");
    }

    @Test
    void whatTheGatewayLetsInAsALineIsRead() {
        get("/_test/segment/a?filter=" + "b".repeat(16 * 1024)).expectStatus().isOk();
    }

    @Test
    void nulInAPathIsTheClientsFaultWhateverIsDoneWithIt() {
        expect(get("/_test/segment/a%00b"), 400, "M_INVALID_PARAM");
    }

    @Test
    void nulThatWouldReachTheDatabaseIsTheClientsFault() {
        var call = web.put().uri(at("/_test/note?text=a%00b")).headers(tokens.forUser(ALICE));

        expect(call.exchange(), 400, "M_INVALID_PARAM");
    }

    @Test
    void aBugIsA500ThatSaysNothingOfOurs() {
        String body =
                get("/_test/bug")
                        .expectStatus()
                        .isEqualTo(500)
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody();

        assertThat(body)
                .contains("M_UNKNOWN")
                .doesNotContain("secret", "Exception", "dev.ganglion");
    }

    @Test
    void tooManyRequestsSayWhenToComeBack() {
        expect(
                get("/_test/limited").expectHeader().valueEquals("Retry-After", "2"),
                429,
                "M_LIMIT_EXCEEDED");
    }

    @Test
    void aStatementThatTakesTooLongIsA503() {
        expect(get("/_test/slow-statement").expectHeader().exists("Retry-After"), 503, "M_UNKNOWN");
    }

    private WebTestClient.ResponseSpec get(String path) {
        return web.method(HttpMethod.GET).uri(at(path)).headers(tokens.forUser(ALICE)).exchange();
    }

    private WebTestClient.ResponseSpec post(String path, byte[] body) {
        return web.post()
                .uri(path)
                .headers(tokens.forUser(ALICE))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void expect(WebTestClient.ResponseSpec answer, int status, String errcode) {
        answer.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON)
                .expectBody()
                .jsonPath("$.errcode")
                .isEqualTo(errcode)
                .jsonPath("$.error")
                .isNotEmpty();
    }

    /** As it is, without any encoding of its own. */
    private URI at(String path) {
        return URI.create("http://localhost:" + port + path);
    }
}
