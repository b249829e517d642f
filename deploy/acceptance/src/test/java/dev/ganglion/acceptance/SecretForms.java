package dev.ganglion.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ways in which something might be written that must not be found. */
final class SecretForms {
    private SecretForms() {}

    /** The text itself, its bytes in hexadecimal digits and Base64, and the bytes that it says. */
    static List<String> of(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        List<String> forms = new ArrayList<>();
        forms.add(secret);
        forms.add(HexFormat.of().formatHex(bytes));
        forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
        addBase64(bytes, forms);
        said(secret)
                .ifPresent(
                        random -> {
                            forms.add(HexFormat.of().formatHex(random));
                            addBase64(random, forms);
                        });
        return forms;
    }

    private static void addBase64(byte[] bytes, List<String> forms) {
        forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
        forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Of {@code gat_…} and the like what was random, before it was written in Base64. */
    private static Optional<byte[]> said(String secret) {
        String text =
                secret.toLowerCase(Locale.ROOT).matches("g[a-z]{2}_.*")
                        ? secret.substring(4)
                        : secret;
        return text.matches("[A-Za-z0-9_-]{22,}") && text.length() % 4 != 1
                ? Optional.of(Base64.getUrlDecoder().decode(text))
                : Optional.empty();
    }
}
