package dev.ganglion.testing.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationErrorResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * An OpenID provider with as many issuers as there are first folders: discovery, the authorization
 * code flow with PKCE, signed tokens and user info, by the provider's side of the Nimbus SDK. It is
 * as strict as the standard with clients, codes, addresses and verifiers. Whoever comes is signed
 * in as {@link #signIn} says, or signs in on a page as soon as there are {@link #addPerson people}.
 */
public final class OpenIdProvider implements AutoCloseable {
    public static final String CLIENT = "ganglion";
    public static final String SECRET = "a secret of the client, long enough";

    private final HttpServer server;
    private final Map<String, Permission> codes = new ConcurrentHashMap<>();
    private final Map<String, JWTClaimsSet> accessTokens = new ConcurrentHashMap<>();
    private final Map<String, Person> people = new ConcurrentHashMap<>();
    private final Set<URI> redirects = ConcurrentHashMap.newKeySet();
    private volatile RSAKey key = freshKey();
    private volatile @Nullable AuthenticationRequest lastRequest;
    private volatile Map<String, Object> claims = Map.of("sub", "nobody");
    private volatile Map<String, Object> moreClaims = Map.of();
    private volatile Forgery forgery = this::signed;
    private volatile boolean isRefusing;

    private record Person(String password, Map<String, Object> claims) {}

    private record Permission(AuthenticationRequest request, Map<String, Object> claims) {}

    /** What is made of the claims of a token. */
    public interface Forgery {
        JWT forge(JWTClaimsSet claims) throws JOSEException;
    }

    public OpenIdProvider() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public static RSAKey freshKey() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public String issuer(String realm) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + realm;
    }

    public AuthenticationRequest lastRequest() {
        return Objects.requireNonNull(lastRequest, "nobody came");
    }

    /** Who comes next. */
    public void signIn(Map<String, Object> tokenClaims) {
        signIn(tokenClaims, Map.of());
    }

    public void signIn(Map<String, Object> tokenClaims, Map<String, Object> onlyInUserInfo) {
        claims = tokenClaims;
        moreClaims = onlyInUserInfo;
        forgery = this::signed;
        isRefusing = false;
    }

    /** Somebody who signs in on a page; from now on everybody does. */
    public void addPerson(String name, String password, Map<String, Object> tokenClaims) {
        people.put(name, new Person(password, tokenClaims));
    }

    /** Where people may be sent back to; anywhere, until the first address is registered. */
    public void register(URI redirect) {
        redirects.add(redirect);
    }

    public RSAKey key() {
        return key;
    }

    public void forge(Forgery other) {
        forgery = other;
    }

    public void refuse() {
        isRefusing = true;
    }

    public void rotateKeys() {
        key = freshKey();
    }

    public SignedJWT signed(JWTClaimsSet content) throws JOSEException {
        return signed(content, key, key.getKeyID());
    }

    public static SignedJWT signed(JWTClaimsSet content, RSAKey by, String keyId)
            throws JOSEException {
        var jwt =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(), content);
        jwt.sign(new RSASSASigner(by));
        return jwt;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/", 3);
        HTTPResponse response;
        try {
            response = answer(exchange, path[1], path[2]);
        } catch (GeneralException | JOSEException e) {
            response = new HTTPResponse(400);
            response.setBody(e.toString());
        }
        for (var header : response.getHeaderMap().entrySet()) {
            exchange.getResponseHeaders().put(header.getKey(), header.getValue());
        }
        byte[] body =
                response.getBody() == null
                        ? new byte[0]
                        : response.getBody().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(response.getStatusCode(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private HTTPResponse answer(HttpExchange exchange, String realm, String endpoint)
            throws IOException, GeneralException, JOSEException {
        return switch (endpoint) {
            case ".well-known/openid-configuration" -> json(discovery(realm));
            case "keys" -> json(new JWKSet(key.toPublicJWK()).toString());
            case "authorize" -> authorized(exchange, realm);
            case "sign-in" -> signedIn(exchange, realm);
            case "token" -> token(request(exchange), realm).toHTTPResponse();
            case "userinfo" -> userInfo(exchange);
            default -> new HTTPResponse(404);
        };
    }

    private String discovery(String realm) {
        String issuer = issuer(realm);
        var metadata =
                new OIDCProviderMetadata(
                        new Issuer(realm.equals("liar") ? issuer("company") : issuer),
                        List.of(SubjectType.PUBLIC),
                        URI.create(issuer + "/keys"));
        metadata.setAuthorizationEndpointURI(URI.create(issuer + "/authorize"));
        metadata.setTokenEndpointURI(URI.create(issuer + "/token"));
        metadata.setUserInfoEndpointURI(URI.create(issuer + "/userinfo"));
        metadata.setResponseTypes(List.of(ResponseType.CODE));
        metadata.setIDTokenJWSAlgs(List.of(JWSAlgorithm.RS256, JWSAlgorithm.HS256));
        metadata.setSupportsAuthorizationResponseIssuerParam(true);
        metadata.setPromptTypes(List.of(Prompt.Type.LOGIN, Prompt.Type.CREATE));
        return metadata.toJSONObject().toJSONString();
    }

    private HTTPResponse authorized(HttpExchange exchange, String realm) throws GeneralException {
        AuthenticationRequest request = asked(exchange, realm);
        lastRequest = request;
        if (isRefusing) {
            return new AuthenticationErrorResponse(
                            request.getRedirectionURI(),
                            OAuth2Error.ACCESS_DENIED,
                            request.getState(),
                            new Issuer(issuer(realm)),
                            ResponseMode.QUERY)
                    .toHTTPResponse();
        }
        return people.isEmpty()
                ? sentBack(new Permission(request, claims), realm)
                : SignInForm.page(exchange.getRequestURI().getRawQuery(), "");
    }

    private HTTPResponse signedIn(HttpExchange exchange, String realm)
            throws IOException, GeneralException {
        AuthenticationRequest request = asked(exchange, realm);
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String password = SignInForm.field(form, "password").orElse("");
        Optional<Person> person =
                SignInForm.field(form, "name")
                        .map(people::get)
                        .filter(known -> known.password().equals(password));
        return person.isPresent()
                ? sentBack(new Permission(request, person.get().claims()), realm)
                : SignInForm.page(exchange.getRequestURI().getRawQuery(), "Wrong password");
    }

    /** What the client asks for; nobody signs in for a client of another address. */
    private AuthenticationRequest asked(HttpExchange exchange, String realm)
            throws GeneralException {
        String query = exchange.getRequestURI().getRawQuery();
        var request =
                AuthenticationRequest.parse(URI.create(issuer(realm) + "/authorize?" + query));
        if (!redirects.isEmpty() && !redirects.contains(request.getRedirectionURI())) {
            throw new GeneralException("not registered: " + request.getRedirectionURI());
        }
        if (request.getNonce() == null || request.getState() == null) {
            throw new GeneralException("no nonce or no state");
        }
        return request;
    }

    private HTTPResponse sentBack(Permission permission, String realm) {
        AuthenticationRequest request = permission.request();
        var code = new AuthorizationCode();
        codes.put(code.getValue(), permission);
        return new AuthenticationSuccessResponse(
                        request.getRedirectionURI(),
                        code,
                        null,
                        null,
                        request.getState(),
                        null,
                        new Issuer(issuer(realm)),
                        ResponseMode.QUERY)
                .toHTTPResponse();
    }

    private TokenResponse token(HTTPRequest http, String realm)
            throws GeneralException, JOSEException {
        TokenRequest request = TokenRequest.parse(http);
        boolean isClient =
                request.getClientAuthentication() instanceof ClientSecretBasic secret
                        && secret.getClientID().getValue().equals(CLIENT)
                        && secret.getClientSecret().getValue().equals(SECRET);
        if (!isClient) {
            return new TokenErrorResponse(OAuth2Error.INVALID_CLIENT);
        }
        var grant = (AuthorizationCodeGrant) request.getAuthorizationGrant();
        Permission permission = codes.remove(grant.getAuthorizationCode().getValue());
        if (permission == null || !isProven(permission.request(), grant)) {
            return new TokenErrorResponse(OAuth2Error.INVALID_GRANT);
        }
        var access = new BearerAccessToken();
        JWTClaimsSet content = content(realm, permission);
        accessTokens.put(access.getValue(), content);
        return new OIDCTokenResponse(new OIDCTokens(forgery.forge(content), access, null));
    }

    private static boolean isProven(AuthenticationRequest asked, AuthorizationCodeGrant grant) {
        return asked.getRedirectionURI().equals(grant.getRedirectionURI())
                && grant.getCodeVerifier() != null
                && CodeChallenge.compute(asked.getCodeChallengeMethod(), grant.getCodeVerifier())
                        .equals(asked.getCodeChallenge());
    }

    private JWTClaimsSet content(String realm, Permission permission) {
        Instant now = Instant.now();
        var builder =
                new JWTClaimsSet.Builder()
                        .issuer(issuer(realm))
                        .audience(CLIENT)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(300)))
                        .claim("nonce", permission.request().getNonce().getValue());
        permission.claims().forEach(builder::claim);
        return builder.build();
    }

    private HTTPResponse userInfo(HttpExchange exchange) throws IOException {
        String token =
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                        .replace("Bearer ", "");
        JWTClaimsSet known = accessTokens.get(token);
        if (known == null) {
            return new HTTPResponse(401);
        }
        var builder = new JWTClaimsSet.Builder().subject(known.getSubject());
        moreClaims.forEach(builder::claim);
        return json(builder.build().toString());
    }

    private static HTTPRequest request(HttpExchange exchange) throws IOException {
        var request =
                new HTTPRequest(
                        HTTPRequest.Method.POST,
                        URI.create("http://provider" + exchange.getRequestURI()));
        exchange.getRequestHeaders()
                .forEach((name, values) -> request.setHeader(name, values.toArray(String[]::new)));
        request.setBody(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        return request;
    }

    private static HTTPResponse json(String body) {
        var response = new HTTPResponse(200);
        response.setHeader("Content-Type", "application/json");
        response.setBody(body);
        return response;
    }
}
