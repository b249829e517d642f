package dev.ganglion.room.identityserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.net.URI;
import java.util.List;
import java.util.Map;

class IdentityServerPropertiesTest {
    @Test
    void noServerIsTrustedUnlessSaid() {
        assertThat(bind(Map.of())).isEqualTo(new IdentityServerProperties(List.of()));
    }

    @Test
    void theKeyKeepsItsName() {
        assertThat(trusted("vector.im,http://127.0.0.1:8090").trusted())
                .containsExactly(
                        new TrustedServer("vector.im", URI.create("https://vector.im")),
                        new TrustedServer("127.0.0.1:8090", URI.create("http://127.0.0.1:8090")));
        assertThat(trusted("vector.im").find("vector.im")).isPresent();
        assertThat(trusted("vector.im").find("vector.im:443")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://vector.im",
                "https://vector.im",
                "vector.im/path",
                "http://127.0.0.1:8090/path",
                "http://127.0.0.1.example.org",
                "a b"
            })
    void whatIsNoNameOrNotSafeIsRefused(String server) {
        assertThatThrownBy(() -> trusted(server)).isInstanceOf(BindException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://vector.im/a/b, true",
        "https://VECTOR.im/a, true",
        "http://vector.im/a, false",
        "https://vector.im:444/a, false",
        "https://user@vector.im/a, false",
        "https://vector.im.example.org/a, false",
        "https:/a, false",
        "urn:a, false",
    })
    void anAddressIsOnAServerOrNot(String address, boolean isServed) {
        assertThat(TrustedServer.valueOf("vector.im").serves(URI.create(address)))
                .isEqualTo(isServed);
    }

    private static IdentityServerProperties trusted(String servers) {
        return bind(Map.of("ganglion.identity-servers.trusted", servers));
    }

    private static IdentityServerProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("ganglion.identity-servers", IdentityServerProperties.class);
    }
}
