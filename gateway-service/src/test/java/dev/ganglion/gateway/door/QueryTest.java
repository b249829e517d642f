package dev.ganglion.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.gateway.token.Assertion;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {
    @ParameterizedTest
    @DisplayName("A09: a token in the query is taken out, however it is spelt")
    @CsvSource(
            delimiter = ' ',
            nullValues = "-",
            value = {
                "a=b - a=b",
                "access_token=T T -",
                "a=b&access_token=T T a=b",
                "access_token=T&a=b T a=b",
                "access%5Ftoken=T&a=b T a=b",
                "%61ccess_token=T&a=%20 T a=%20",
                "access_token=T&access_token=U T -",
                "access_token=a%2Bb a+b -",
                "access_token&a=b '' a=b",
                "xaccess_token=T - xaccess_token=T",
            })
    void a09_aTokenInTheQueryIsTakenOut(String raw, String token, String forwarded) {
        Query query = Query.parse(raw);

        assertThat(query.accessToken()).isEqualTo(token);
        assertThat(query.forwarded()).isEqualTo(forwarded);
        assertThat(query.toString()).doesNotContain("T");
    }

    @Test
    void whomAnApplicationServiceAssertsToBeIsReadDecoded() {
        assertThat(Query.parse("a=b&user%5Fid=%40_irc_a%3As&user_id=@b:s&device_id=D").assertion())
                .isEqualTo(new Assertion("@_irc_a:s", "D"));
        assertThat(Query.parse("xuser_id=@a:s&device_id").assertion())
                .isEqualTo(new Assertion(null, null));
        assertThat(Query.parse(null).assertion()).isEqualTo(new Assertion(null, null));
    }

    @Test
    void aTimeoutIsANumberOrTheDefault() {
        assertThat(Query.parse("since=s&timeout=30000").number("timeout", 0)).isEqualTo(30_000);
        assertThat(Query.parse("timeout=-5").number("timeout", 0)).isZero();
        assertThat(Query.parse("timeout=99999999999999").number("timeout", 0)).isZero();
        assertThat(Query.parse("mytimeout=5").number("timeout", 7)).isEqualTo(7);
        assertThat(Query.parse(null).number("timeout", 7)).isEqualTo(7);
    }
}
