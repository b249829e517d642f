package dev.ganglion.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.service.identity.TokenHash;

import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

class TokenGeneratorTest {
    private final TokenGenerator generator = new TokenGenerator(new SecureRandom());

    @Test
    void a01TenThousandTokensOf256BitsAreAllDifferent() {
        Set<String> tokens = new HashSet<>();

        for (int i = 0; i < 10_000; i++) {
            tokens.add(generator.accessToken());
        }

        assertThat(tokens).hasSize(10_000);
        assertThat(tokens)
                .allSatisfy(
                        token ->
                                assertThat(
                                                Base64.getUrlDecoder()
                                                        .decode(token.substring("gat_".length())))
                                        .hasSize(32));
    }

    @Test
    void tokensTellWhatTheyAre() {
        assertThat(generator.accessToken()).startsWith("gat_");
        assertThat(generator.refreshToken()).startsWith("grt_");
    }

    @Test
    void aHashIsTheSha256OfTheToken() {
        TokenHash hash = TokenHash.of("abc");

        assertThat(hash.text()).isEqualTo("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
        assertThat(TokenHash.of(hash.bytes())).isEqualTo(hash);
    }
}
