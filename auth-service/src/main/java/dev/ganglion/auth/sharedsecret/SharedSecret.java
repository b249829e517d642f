package dev.ganglion.auth.sharedsecret;

import dev.ganglion.service.config.SecretSetting;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The registration secret. HMAC-SHA1 is what the tools speak; for a MAC it is still sound. */
@Component
class SharedSecret {
    private static final String ALGORITHM = "HmacSHA1";

    private final @Nullable String secret;

    SharedSecret(SharedSecretProperties properties) {
        this.secret =
                SecretSetting.read(
                                "ganglion.registration-shared-secret",
                                properties.registrationSharedSecret(),
                                properties.registrationSharedSecretFile())
                        .orElse(null);
    }

    boolean isConfigured() {
        return secret != null;
    }

    /** Whether whoever made this MAC of these parts knows the secret. In constant time. */
    boolean isProvenBy(String mac, List<String> parts) {
        byte[] expected = mac(parts).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(
                expected, mac.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }

    private String mac(List<String> parts) {
        if (secret == null) {
            throw new IllegalStateException("There is no registration secret");
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            byte[] message = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(mac.doFinal(message));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }
}
