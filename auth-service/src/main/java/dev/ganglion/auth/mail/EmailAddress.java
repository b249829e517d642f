package dev.ganglion.auth.mail;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An email address in the one form in which it is compared, stored and written to: small letters,
 * and a domain in ASCII. Appendices, "3PID Types".
 *
 * <p>Before the {@code @} there are ASCII letters, digits and the marks that need no quotes;
 * addresses in quotes, with comments or with other letters there are not taken.
 */
public record EmailAddress(String value) {
    private static final int MAX_LENGTH = 254;
    private static final int MAX_LOCAL_LENGTH = 64;
    private static final String ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]++";
    private static final Pattern LOCAL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*+");
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    private static final Pattern DIGITS = Pattern.compile("[0-9.]+");

    /** Empty for what is no address. */
    public static Optional<EmailAddress> tryParse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String local = text.substring(0, at).toLowerCase(Locale.ROOT);
        return ascii(text.substring(at + 1))
                .filter(domain -> isLocal(text.substring(0, at), local) && isDomain(domain))
                .map(domain -> local + "@" + domain)
                .filter(address -> address.length() <= MAX_LENGTH)
                .map(EmailAddress::new);
    }

    /** Not in logs: an address is its owner's affair. */
    @Override
    public String toString() {
        return "EmailAddress";
    }

    /** Some letters become ASCII when they are made small, such as the Kelvin sign. */
    private static boolean isLocal(String given, String local) {
        return given.chars().allMatch(c -> c < 0x80)
                && local.length() <= MAX_LOCAL_LENGTH
                && LOCAL.matcher(local).matches();
    }

    private static boolean isDomain(String domain) {
        return DOMAIN.matcher(domain).matches() && !DIGITS.matcher(domain).matches();
    }

    private static Optional<String> ascii(String domain) {
        try {
            return Optional.of(
                    IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
