package dev.ganglion.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

class ValidatedResponsesTest {
    private static final String FULL = "{\"owner\": \"@alice:test.local\"}";

    @Test
    void everyResponseIsCountedWhereItBelongs(@TempDir Path folder) {
        ValidatedResponses responses = responses(folder);

        responses.accept(answer("/kitchen/v1/kettles/k1", 200, FULL));
        responses.accept(answer("/kitchen/v1/kettles/k2", 404, "{\"errcode\": \"M_NOT_FOUND\"}"));
        responses.accept(answer("/kitchen/v1/kettles/all", 200, "{}"));
        responses.accept(answer("/kitchen/v1/kettles/k1", 304, ""));
        responses.accept(answer("/kitchen/v1/pans", 200, ""));

        assertThat(responses.validated()).isEqualTo(3);
        assertThat(responses.counts())
                .containsEntry("GET /kitchen/v1/kettles/{kettleId} (getKettle): 404", 1L);
        assertThat(responses.summary())
                .startsWith("Validated 3 responses of 2 operations")
                .contains("1 without a described body", "1 of operations that it does not have");
    }

    @Test
    void aViolationFailsItsCallerAndIsToldOnceMore(@TempDir Path folder) {
        ValidatedResponses responses = responses(folder);

        assertThatThrownBy(() -> responses.accept(answer("/kitchen/v1/kettles/k1", 200, "{}")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("getKettle")
                .hasMessageContaining("200")
                .hasMessageContaining("owner");
        assertThatThrownBy(responses::requireNone).hasMessageContaining("getKettle");
        assertThatCode(responses::requireNone).doesNotThrowAnyException();
    }

    private static ValidatedResponses responses(Path folder) {
        return new ValidatedResponses(new ResponseValidator(Kitchen.in(folder), List.of()));
    }

    private static Answer answer(String path, int status, String body) {
        return new Answer("GET", path, false, status, "application/json", body);
    }
}
