package dev.ganglion.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {
    @ParameterizedTest
    @CsvSource({
        "a=1&prompt=create&b=%2F, a=1&b=%2F",
        "prompt=create, ''",
        "a=1&pro%6Dpt=create, a=1",
        "prompt=create&a=1&prompt=create, a=1",
        "a=prompt&prompted=1, a=prompt&prompted=1",
        "prompt&a=1, a=1",
        "a=1, a=1",
    })
    void aParameterIsTakenOutAndEverythingElseStaysAsItWasWritten(String query, String without) {
        assertThat(Query.without(query, "prompt")).isEqualTo(without);
    }
}
