package dev.ganglion.auth.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.service.config.StartFailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

class ClientRedirectTest {
    private static ClientAllowList list(String entry) {
        return new ClientAllowList(new SsoProperties(List.of(entry), Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example, https://a.example?loginToken=T",
        "https://a.example/x?, https://a.example/x?loginToken=T",
        "https://a.example/x?y=1, https://a.example/x?y=1&loginToken=T",
        "https://a.example/x?y=1#/z?w=2, https://a.example/x?y=1&loginToken=T#/z?w=2",
        "https://a.example/?loginToken=evil&y, https://a.example/?y&loginToken=T",
        "app://login, app://login?loginToken=T",
        "com.app:/login?a=b, com.app:/login?a=b&loginToken=T"
    })
    void theTokenIsPutIntoTheQuery(String client, String expected) {
        assertThat(ClientRedirect.parse(client).with("T")).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example, https://a.example/",
        "https://a.example, https://a.example",
        "https://a.example/, https://A.EXAMPLE:443/x?y#z",
        "https://a.example/chat, https://a.example/chat",
        "https://a.example/chat, https://a.example/chat/x",
        "http://localhost:8080/, http://localhost:8080/x"
    })
    void clientsOfTheList(String entry, String client) {
        assertThat(list(entry).allows(ClientRedirect.parse(client))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example, https://a.example.evil/",
        "https://a.example, http://a.example/",
        "https://a.example, https://a.example:444/",
        "https://a.example, https://b.a.example/",
        "https://a.example/chat, https://a.example/chatter",
        "https://a.example/chat, https://a.example/chat/../x",
        "https://a.example/chat, https://a.example/chat/%2E%2E/x",
        "https://a.example, app://a.example/"
    })
    void w03ClientsThatOnlyLookLikeIt(String entry, String client) {
        assertThat(list(entry).allows(ClientRedirect.parse(client))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"app://x", "https://a.example/?x", "a.example", "*", "https://*.example"})
    void entriesThatAreNoWebAddressStopTheStart(String entry) {
        assertThatThrownBy(() -> list(entry))
                .isInstanceOf(StartFailureException.class)
                .hasMessageContaining("client-allow-list");
    }

    @Test
    void peopleAreToldWhoseItIs() {
        assertThat(ClientRedirect.parse("https://a.example:8443/x?y").shown())
                .isEqualTo("https://a.example:8443");
        assertThat(ClientRedirect.parse("com.app:/x").shown()).isEqualTo("com.app:");
    }
}
