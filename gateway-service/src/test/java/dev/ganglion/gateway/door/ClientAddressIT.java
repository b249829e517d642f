package dev.ganglion.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.gateway.RunningGateway;
import dev.ganglion.gateway.Upstreams;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which address wrong passwords are counted. */
class ClientAddressIT extends RunningGateway {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-For | 6.6.6.6",
                "X-Forwarded-For | 6.6.6.6, 127.0.0.1",
                "x-forwarded-for | 2001:db8::1",
                "Forwarded | for=6.6.6.6;proto=https",
                "X-Real-IP | 6.6.6.6",
                "True-Client-IP | 6.6.6.6",
                "X-Ganglion-Client-Address | 6.6.6.6",
                "x-ganglion-client-address | 6.6.6.6",
            })
    void a07NoHeaderOfAClientIsBelievedAboutItsAddress(String name, String value) {
        web.post()
                .uri("/_matrix/client/v3/login")
                .header(name, value)
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isOk();

        comesFromTheSocket();
    }

    @Test
    void a07AHeaderThatComesTwiceIsNotBelievedEither() {
        web.post()
                .uri("/_matrix/client/v3/login")
                .header("X-Ganglion-Client-Address", "6.6.6.6")
                .header("X-Ganglion-Client-Address", "7.7.7.7")
                .header("Connection", "X-Ganglion-Client-Address")
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isOk();

        comesFromTheSocket();
    }

    private static void comesFromTheSocket() {
        assertThat(Upstreams.AUTH.received())
                .singleElement()
                .satisfies(
                        received ->
                                assertThat(received.headers().getAll("X-Ganglion-Client-Address"))
                                        .containsExactly("127.0.0.1"));
    }
}
