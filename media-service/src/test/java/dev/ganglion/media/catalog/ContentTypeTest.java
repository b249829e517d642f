package dev.ganglion.media.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "image/*",
                "nonsense",
                "text/html\r\nX-Evil: 1",
                "text/plain; charset=\u00e4",
                "a/b/c"
            })
    void m02_whatIsNoTypeIsBytes(String header) {
        assertThat(ContentType.ofDeclared(header)).isEqualTo(ContentType.OCTET_STREAM);
    }

    @Test
    void parametersDoNotCountForWhatItIs() {
        assertThat(ContentType.ofDeclared("Text/HTML; charset=utf-8").essence())
                .isEqualTo("text/html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/jpg", "IMAGE/JPG", "image/jpg; q=1"})
    void aJpgIsAJpeg(String header) {
        assertThat(ContentType.ofDeclared(header).essence()).isEqualTo("image/jpeg");
    }

    @Test
    void m02_aNameHoldsNoControlCharacters() {
        assertThat(FileName.of("a\r\nSet-Cookie: b\u0000\ud800.txt"))
                .hasValue(new FileName("aSet-Cookie: b.txt"));
        assertThat(FileName.of("\n\t ")).isEmpty();
        assertThat(FileName.of("x".repeat(999)).orElseThrow().value()).hasSize(255);
    }
}
