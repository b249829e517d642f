package dev.ganglion.auth.browsersession;

import dev.ganglion.auth.page.HostCookies;
import dev.ganglion.auth.token.EndsWithProvider;
import dev.ganglion.auth.token.ProviderSession;
import dev.ganglion.protocol.crypto.RandomText;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.TokenHash;

import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who is signed in in a browser. The cookie holds 256 random bits, which no script can read and no
 * other host can set; here only their hash is kept. Whoever signs in gets new ones, so that nobody
 * can prepare a session for somebody else.
 */
@Service
@Order(EndsWithProvider.FIRST)
public class BrowserSessions implements EndsWithProvider {
    private static final String COOKIE = "ganglion-session";
    private static final int SECRET_BYTES = 32;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final BrowserSessionRepository sessions;
    private final HostCookies cookies;
    private final SecureRandom random;

    BrowserSessions(BrowserSessionRepository sessions, HostCookies cookies, SecureRandom random) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.random = random;
    }

    /**
     * Signs this user in, who has just proved who they are, and ends what session the browser had.
     *
     * @param passwordVersion of the account as it was when they proved it
     * @return the cookie that the answer has to set
     */
    public Mono<ResponseCookie> begin(ServerHttpRequest request, UserId user, int passwordVersion) {
        return begin(request, user, passwordVersion, Optional.empty());
    }

    /**
     * The same, for who has proved it elsewhere.
     *
     * @param origin with whose end the session ends as well
     */
    public Mono<ResponseCookie> begin(
            ServerHttpRequest request,
            UserId user,
            int passwordVersion,
            Optional<ProviderSession> origin) {
        String secret = RandomText.of(SECRET_BYTES, random);
        return delete(request)
                .then(sessions.insert(TokenHash.of(secret), user, passwordVersion, origin))
                .thenReturn(cookies.of(COOKIE, secret));
    }

    /** Empty when nobody is signed in, or not any more. */
    public Mono<BrowserSession> find(ServerHttpRequest request) {
        return Mono.justOrEmpty(hash(request)).flatMap(sessions::find);
    }

    /** Signs out; the answer has to set the cookie, which takes the old one away. */
    public Mono<ResponseCookie> end(ServerHttpRequest request) {
        return delete(request).thenReturn(cookies.none(COOKIE));
    }

    /** Signs the user out in all other browsers. */
    public Mono<Void> endOthers(BrowserSession kept) {
        return sessions.deleteOthers(kept.userId(), kept.hash());
    }

    @Override
    public Mono<Void> endAllFrom(ProviderSession origin) {
        return sessions.deleteFrom(origin);
    }

    private Mono<Void> delete(ServerHttpRequest request) {
        return Mono.justOrEmpty(hash(request)).flatMap(sessions::delete);
    }

    private Optional<TokenHash> hash(ServerHttpRequest request) {
        return cookies.find(request, COOKIE)
                .filter(value -> SECRET.matcher(value).matches())
                .map(TokenHash::of);
    }
}
