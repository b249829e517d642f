package dev.ganglion.service.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.error.MatrixException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaginationTokenTest {
    @Test
    void aTokenReadsBackAsItWasWritten() {
        PaginationToken token = new PaginationToken(0, 4711);

        assertThat(token).hasToString("t0-4711");
        assertThat(PaginationToken.parse("t0-4711")).isEqualTo(token);
    }

    @Test
    void thePointBeforeAnEventIsThePointAfterItsPredecessor() {
        assertThat(PaginationToken.before(10)).isEqualTo(PaginationToken.after(9));
    }

    @Test
    void aSyncTokenIsAPointOfTheEventStreamToo() {
        assertThat(PaginationToken.parse("s0-12_0-3_0-4_99")).isEqualTo(PaginationToken.after(12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "t",
                "t0",
                "t-1-5",
                "t0--5",
                "t0-9999999999999999999",
                "0-5",
                "t0-5 ",
                "x0-5",
                "t0-5_1",
                "s0-5_",
                "t٠-٥"
            })
    void whatNobodyHandedOutIsRefused(String text) {
        assertThatThrownBy(() -> PaginationToken.parse(text)).isInstanceOf(MatrixException.class);
    }
}
