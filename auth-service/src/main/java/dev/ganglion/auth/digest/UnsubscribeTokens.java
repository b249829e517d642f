package dev.ganglion.auth.digest;

import dev.ganglion.auth.mail.EmailAddress;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.DerivedSecrets;

import org.springframework.stereotype.Component;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that end the mails of one user to one address, and are good for nothing else. They are
 * encrypted and authenticated (AES-256-GCM) by a secret that only this service has, so that nothing
 * is stored and no log of addresses tells whose they are.
 */
@Component
class UnsubscribeTokens {
    private static final String PURPOSE = "unsubscribe from m.email";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int MAX_CHARACTERS = 1_000;
    private static final int PARTS = 3;

    private final SecretKeySpec key;
    private final DigestProperties properties;
    private final SecureRandom random;
    private final Clock clock;

    UnsubscribeTokens(
            DerivedSecrets secrets, DigestProperties properties, SecureRandom random, Clock clock) {
        this.key = new SecretKeySpec(secrets.of(PURPOSE), "AES");
        this.properties = properties;
        this.random = random;
        this.clock = clock;
    }

    /** Whose mails to where a token ends. */
    record Unsubscription(UserId user, EmailAddress address) {}

    String issue(UserId user, EmailAddress address) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String said = String.join("\n", clock.instant().toString(), address.value(), user.value());
        byte[] sealed = sealed(Cipher.ENCRYPT_MODE, nonce, said.getBytes(StandardCharsets.UTF_8));
        byte[] token =
                ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** Empty for what this server has not issued, or too long ago. */
    Optional<Unsubscription> open(String token) {
        if (token.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            if (bytes.length <= NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
            byte[] sealed = Arrays.copyOfRange(bytes, NONCE_BYTES, bytes.length);
            return read(
                    new String(sealed(Cipher.DECRYPT_MODE, nonce, sealed), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Optional<Unsubscription> read(String said) {
        List<String> parts = List.of(said.split("\n", PARTS));
        if (parts.size() != PARTS || isOld(parts.getFirst())) {
            return Optional.empty();
        }
        return Optional.of(
                new Unsubscription(UserId.parse(parts.getLast()), new EmailAddress(parts.get(1))));
    }

    private boolean isOld(String issued) {
        try {
            return Instant.parse(issued)
                    .plus(properties.unsubscribeLifetime())
                    .isBefore(clock.instant());
        } catch (DateTimeParseException _) {
            return true;
        }
    }

    /** Fails with IllegalArgumentException for what was not sealed with this key. */
    private byte[] sealed(int mode, byte[] nonce, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(PURPOSE.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("This was not sealed here", e);
        }
    }
}
