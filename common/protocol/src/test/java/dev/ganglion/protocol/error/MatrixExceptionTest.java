package dev.ganglion.protocol.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.json.Json;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;

/** Client-server API, "Standard error response". */
class MatrixExceptionTest {
    @Test
    void theBodyHoldsCodeSentenceAndMore() {
        MatrixException error = MatrixException.limitExceeded(Duration.ofSeconds(2));

        assertThat(error.status()).isEqualTo(429);
        assertThat(error.body())
                .isEqualTo(
                        Json.parseObject(
                                """
                                {"errcode": "M_LIMIT_EXCEEDED",
                                 "error": "Too many requests: try again later",
                                 "retry_after_ms": 2000}
                                """));
    }

    @Test
    void aSoftLogoutIsTold() {
        assertThat(MatrixException.unknownToken(true).body().bool("soft_logout")).contains(true);
        assertThat(MatrixException.unknownToken(false).status()).isEqualTo(401);
    }

    @Test
    void aFaultOfOursIsNoRefusal() {
        assertThat(MatrixException.isRefusal(MatrixException.forbidden("No"))).isTrue();
        assertThat(MatrixException.isRefusal(MatrixException.unavailable("Away"))).isFalse();
        assertThat(MatrixException.isRefusal(new IllegalStateException("A bug"))).isFalse();
    }

    @Test
    void itCostsNoStackTrace() {
        assertThat(MatrixException.forbidden("No").getStackTrace()).isEmpty();
    }

    @Test
    void everyCodeIsSpelledLikeItsName() {
        assertThat(Arrays.stream(ErrorCode.values()))
                .allMatch(
                        code ->
                                code.code()
                                        .matches("(IO\\.ELEMENT\\.MSC\\d+\\.)?M_" + code.name()));
    }
}
