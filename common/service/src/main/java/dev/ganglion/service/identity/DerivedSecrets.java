package dev.ganglion.service.identity;

import com.nimbusds.jose.jwk.ECKey;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets that all replicas of this service share and no other service knows, one for each purpose:
 * they come of the service's key, and another key makes them others.
 */
public final class DerivedSecrets {
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    private DerivedSecrets(byte[] key) {
        this.key = key;
    }

    /** Of a key that can sign. */
    public static DerivedSecrets of(ECKey key) {
        return new DerivedSecrets(key.getD().decode());
    }

    /**
     * 32 bytes that tell nothing of the key, nor of the secret for another purpose.
     *
     * @param purpose what it is for, in words that stay as they are
     */
    public byte[] of(String purpose) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(("secret for\n" + purpose).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no " + ALGORITHM, e);
        }
    }
}
