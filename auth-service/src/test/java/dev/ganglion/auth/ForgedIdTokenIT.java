package dev.ganglion.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import dev.ganglion.testing.openid.OpenIdProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Tokens that no honest provider makes. */
class ForgedIdTokenIT extends SsoServiceIT {
    record Change(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Change> wrongClaims() {
        Date past = Date.from(Instant.now().minusSeconds(3_600));
        return Stream.of(
                new Change("expired", claims -> claims.expirationTime(past)),
                new Change("without end", claims -> claims.expirationTime(null)),
                new Change("of another issuer", claims -> claims.issuer("https://evil.example")),
                new Change("for another client", claims -> claims.audience("another")),
                new Change("for nobody", claims -> claims.audience((String) null)),
                new Change("with another nonce", claims -> claims.claim("nonce", "another")),
                new Change("without nonce", claims -> claims.claim("nonce", null)),
                new Change("of nobody", claims -> claims.subject(null)),
                new Change("of a huge subject", claims -> claims.subject("x".repeat(10_000))));
    }

    @ParameterizedTest
    @MethodSource("wrongClaims")
    void a15WrongClaimsAreRefused(Change change) {
        someone();
        provider.forge(
                claims ->
                        provider.signed(
                                change.change.apply(new JWTClaimsSet.Builder(claims)).build()));

        browser.signIn(redirect("company", TRUSTED)).isPage(401);
    }

    @Test
    void a15AnUnsignedTokenIsRefused() {
        someone();
        provider.forge(PlainJWT::new);

        browser.signIn(redirect("company", TRUSTED)).isPage(401);
    }

    @Test
    void a15ASignatureByTheSharedSecretOrThePublicKeyIsRefused() {
        for (byte[] secret : secrets()) {
            someone();
            provider.forge(
                    claims -> {
                        var jwt =
                                new SignedJWT(
                                        new JWSHeader.Builder(JWSAlgorithm.HS256)
                                                .keyID(provider.key().getKeyID())
                                                .build(),
                                        claims);
                        jwt.sign(new MACSigner(secret));
                        return jwt;
                    });

            browser.signIn(redirect("company", TRUSTED)).isPage(401);
        }
    }

    private byte[][] secrets() {
        return new byte[][] {
            OpenIdProvider.SECRET.getBytes(StandardCharsets.UTF_8),
            provider.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)
        };
    }

    @Test
    void a15AKeyThatIsNotTheProvidersIsRefusedWhateverItIsCalled() {
        RSAKey foreign = OpenIdProvider.freshKey();
        for (String id :
                new String[] {
                    provider.key().getKeyID(), "../../etc/passwd", "http://evil.example"
                }) {
            someone();
            provider.forge(claims -> OpenIdProvider.signed(claims, foreign, id));

            browser.signIn(redirect("company", TRUSTED)).isPage(401);
        }
    }

    @Test
    void aNewKeyOfTheProviderIsFetched() {
        someone();
        signedIn("company");
        provider.rotateKeys();
        someone();

        assertThat(signedIn("company").userId()).isNotEmpty();
    }

    @Test
    void userInfoOfSomebodyElseIsNotUsed() {
        AuthDriver.Session alice = auth.registered();
        provider.signIn(
                Map.of("sub", AuthDriver.freshName()),
                Map.of("sub", "another", "preferred_username", alice.localpart()));

        browser.signIn(redirect("linking", TRUSTED)).isPage(503);
    }
}
