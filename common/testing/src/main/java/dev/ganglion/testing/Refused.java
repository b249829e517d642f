package dev.ganglion.testing;

import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec.ResponseSpecConsumer;

/**
 * What a test expects of a call that is refused: {@code
 * web.get().uri(…).exchange().expectAll(Refused.with(401, "M_MISSING_TOKEN"))}.
 */
public final class Refused {
    private Refused() {}

    /** An error of this status and code in Matrix form. */
    public static ResponseSpecConsumer with(int status, String errcode) {
        return response ->
                response.expectStatus()
                        .isEqualTo(status)
                        .expectBody()
                        .jsonPath("$.errcode")
                        .isEqualTo(errcode);
    }
}
