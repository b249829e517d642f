package dev.ganglion.auth.browsersession;

import dev.ganglion.protocol.identifier.UserId;

import org.springframework.web.util.UriComponentsBuilder;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a browser goes once somebody has signed in: a page of this server and never another place,
 * whatever a link says.
 *
 * @param path with its query, below the public address of this server
 */
public record Continuation(String path) {
    private static final String HINT = "login_hint";
    private static final String USER = "mxid:";
    private static final int MAX_LENGTH = 8_192;

    /** No dots in the path, no slash but one at a time, nothing that a browser reads anew. */
    private static final Pattern OWN_PAGE =
            Pattern.compile(
                    "/_ganglion/(oauth2|account)(/[a-z-]+){0,3}(\\?[A-Za-z0-9._~%!$&'()*+,;=:@/?-]*)?");

    /** Where those go who came to sign in and nothing else. */
    static final Continuation ACCOUNT = new Continuation("/_ganglion/account");

    public Continuation {
        if (!isOwnPage(path)) {
            throw new IllegalArgumentException("Not a page of this server");
        }
    }

    /** What a link asks for; the account's page when that is no page of this server. */
    public static Continuation of(String wanted) {
        return isOwnPage(wanted) ? new Continuation(wanted) : ACCOUNT;
    }

    /** Whom an app expects to sign in here: the {@code login_hint} of its request (MSC4198). */
    Optional<UserId> hint() {
        try {
            return Optional.ofNullable(
                            UriComponentsBuilder.fromUriString(path)
                                    .build()
                                    .getQueryParams()
                                    .getFirst(HINT))
                    .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                    .filter(value -> value.startsWith(USER))
                    .flatMap(value -> UserId.tryParse(value.substring(USER.length())));
        } catch (IllegalArgumentException _) {
            // It is only a hint.
            return Optional.empty();
        }
    }

    private static boolean isOwnPage(String path) {
        return path.length() <= MAX_LENGTH && OWN_PAGE.matcher(path).matches();
    }
}
