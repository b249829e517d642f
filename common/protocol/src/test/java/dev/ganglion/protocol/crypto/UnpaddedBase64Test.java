package dev.ganglion.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class UnpaddedBase64Test {
    /** Appendices, "Unpadded Base64". */
    @ParameterizedTest
    @CsvSource({
        "'',''",
        "f,Zg",
        "fo,Zm8",
        "foo,Zm9v",
        "foob,Zm9vYg",
        "fooba,Zm9vYmE",
        "foobar,Zm9vYmFy"
    })
    void theExamplesOfTheSpecificationAreEncodedAsItSays(String plain, String encoded) {
        byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);

        assertThat(UnpaddedBase64.encode(bytes)).isEqualTo(encoded);
        assertThat(UnpaddedBase64.decode(encoded)).isEqualTo(bytes);
    }

    @Test
    void paddingIsTakenToo() {
        assertThat(UnpaddedBase64.decode("Zg==")).containsExactly('f');
    }

    @Test
    void theUrlSafeAlphabetHasNoSlashAndNoPlus() {
        assertThat(UnpaddedBase64.encodeUrlSafe(new byte[] {-1, -17, -66})).isEqualTo("_---");
        assertThat(UnpaddedBase64.encode(new byte[] {-1, -17, -66})).isEqualTo("/+++");
    }

    @Test
    void whatIsNotBase64IsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> UnpaddedBase64.decode("a!bc"));
    }
}
