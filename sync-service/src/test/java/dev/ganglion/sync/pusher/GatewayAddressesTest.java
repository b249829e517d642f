package dev.ganglion.sync.pusher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.List;

class GatewayAddressesTest {
    private static final String PATH = "/_matrix/push/v1/notify";

    private final GatewayAddresses addresses =
            new GatewayAddresses(
                    new PusherProperties(
                            100,
                            true,
                            List.of(
                                    URI.create("http://ntfy:8080"),
                                    URI.create("http://push.lan"))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://push.example.org" + PATH,
                "HTTPS://push.example.org:8443" + PATH,
                "https://push.example.org" + PATH + "?token=a",
                "http://ntfy:8080" + PATH,
                "http://NTFY:8080" + PATH,
                "http://push.lan" + PATH,
                "http://push.lan:1234" + PATH,
            })
    void aGatewayMayBeThere(String url) {
        assertThat(addresses.parse(url)).isEqualTo(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "push.example.org",
                "//push.example.org" + PATH,
                "http://push.example.org" + PATH,
                "http://ntfy:8081" + PATH,
                "http://ntfy.example.org:8080" + PATH,
                "ftp://push.example.org" + PATH,
                "file:///etc/passwd",
                "https:///_matrix/push/v1/notify",
                "https://push.example.org/",
                "https://push.example.org" + PATH + "/",
                "https://push.example.org/x/.." + PATH,
                "https://push.example.org/%5Fmatrix/push/v1/notify",
                "https://user@push.example.org" + PATH,
                "https://push.example.org@10.0.0.1" + PATH,
                "https://push.example.org" + PATH + "#x",
                "https://push.example.org:0" + PATH,
                "https://push.example.org:70000" + PATH,
                "https://push example.org" + PATH,
                "https://push.example.org\\@10.0.0.1" + PATH,
            })
    void u03NoGatewayIsThere(String url) {
        assertThatThrownBy(() -> addresses.parse(url))
                .isInstanceOfSatisfying(
                        MatrixException.class,
                        refusal ->
                                assertThat(refusal.errorCode()).isEqualTo(ErrorCode.INVALID_PARAM));
    }

    @Test
    void u03OnlyTheOperatorsOwnGatewaysMayBeAnywhere() {
        assertThat(addresses.isOwn(URI.create("http://ntfy:8080" + PATH))).isTrue();
        assertThat(addresses.isOwn(URI.create("https://ntfy:8080" + PATH))).isFalse();
        assertThat(addresses.isOwn(URI.create("https://push.example.org" + PATH))).isFalse();
    }
}
