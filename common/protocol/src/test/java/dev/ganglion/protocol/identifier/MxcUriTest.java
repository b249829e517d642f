package dev.ganglion.protocol.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MxcUriTest {
    @Test
    void aUriHasAServerAndAMediaId() {
        MxcUri uri = MxcUri.parse("mxc://example.org:8448/Abc_-9");

        assertThat(uri.serverName()).isEqualTo(new ServerName("example.org:8448"));
        assertThat(uri.mediaId()).isEqualTo("Abc_-9");
        assertThat(uri).hasToString("mxc://example.org:8448/Abc_-9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mxc:/",
                "mxc://",
                "mxc:///id",
                "mxc://example.org",
                "mxc://example.org/",
                "mxc://example.org/a/b",
                "mxc://example.org/..",
                "mxc://example.org/../../etc/passwd",
                "mxc://example.org/%2e%2e",
                "mxc://example.org/a?b",
                "mxc://example.org/a#b",
                "mxc://example.org/é",
                "mxc://exa mple.org/a",
                "mxc://../a/b",
                "MXC://example.org/a",
                "https://example.org/a"
            })
    void noPathHidesInAUri(String uri) {
        assertThat(MxcUri.tryParse(uri)).isEmpty();
        assertThatExceptionOfType(InvalidIdentifierException.class)
                .isThrownBy(() -> MxcUri.parse(uri));
    }
}
