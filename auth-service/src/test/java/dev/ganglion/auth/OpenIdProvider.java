package dev.ganglion.auth;

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
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * An OpenID provider with as many issuers as there are first folders: discovery, the authorization
 * code flow with PKCE, signed tokens and user info, by the provider's side of the Nimbus SDK. It is
 * as strict as the standard with clients, codes, addresses and verifiers. Whoever comes is signed
 * in as {@link #signIn} says.
 */
final class OpenIdProvider {
    static final OpenIdProvider INSTANCE = new OpenIdProvider();
    static final String CLIENT = "ganglion";
    static final String SECRET = "a secret of the client, long enough";

    private final HttpServer server;
    private final Map<String, AuthenticationRequest> codes = new ConcurrentHashMap<>();
    private final Map<String, JWTClaimsSet> accessTokens = new ConcurrentHashMap<>();
    volatile RSAKey key = freshKey();
    private volatile @Nullable AuthenticationRequest lastRequest;
    private volatile Map<String, Object> claims = Map.of("sub", "nobody");
    private volatile Map<String, Object> moreClaims = Map.of();
    private volatile Forgery forgery = this::signed;
    private volatile boolean isRefusing;

    /** What is made of the claims of a token. */
    interface Forgery {
        JWT forge(JWTClaimsSet claims) throws JOSEException;
    }

    private OpenIdProvider() {
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

    static RSAKey freshKey() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String issuer(String realm) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + realm;
    }

    AuthenticationRequest lastRequest() {
        return Objects.requireNonNull(lastRequest, "nobody came");
    }

    /** Who comes next. */
    void signIn(Map<String, Object> tokenClaims) {
        signIn(tokenClaims, Map.of());
    }

    void signIn(Map<String, Object> tokenClaims, Map<String, Object> onlyInUserInfo) {
        claims = tokenClaims;
        moreClaims = onlyInUserInfo;
        forgery = this::signed;
        isRefusing = false;
    }

    void forge(Forgery other) {
        forgery = other;
    }

    void refuse() {
        isRefusing = true;
    }

    void rotateKeys() {
        key = freshKey();
    }

    SignedJWT signed(JWTClaimsSet content) throws JOSEException {
        return signed(content, key, key.getKeyID());
    }

    static SignedJWT signed(JWTClaimsSet content, RSAKey by, String keyId) throws JOSEException {
        var jwt =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(), content);
        jwt.sign(new RSASSASigner(by));
        return jwt;
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
        AuthenticationRequest request =
                AuthenticationRequest.parse(
                        URI.create(
                                issuer(realm)
                                        + "/authorize?"
                                        + exchange.getRequestURI().getRawQuery()));
        lastRequest = request;
        Issuer issuer = new Issuer(issuer(realm));
        if (isRefusing) {
            return new AuthenticationErrorResponse(
                            request.getRedirectionURI(),
                            OAuth2Error.ACCESS_DENIED,
                            request.getState(),
                            issuer,
                            ResponseMode.QUERY)
                    .toHTTPResponse();
        }
        var code = new AuthorizationCode();
        codes.put(code.getValue(), request);
        return new AuthenticationSuccessResponse(
                        request.getRedirectionURI(),
                        code,
                        null,
                        null,
                        request.getState(),
                        null,
                        issuer,
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
        AuthenticationRequest asked = codes.remove(grant.getAuthorizationCode().getValue());
        if (asked == null || !isProven(asked, grant)) {
            return new TokenErrorResponse(OAuth2Error.INVALID_GRANT);
        }
        var access = new BearerAccessToken();
        JWTClaimsSet content = content(realm, asked);
        accessTokens.put(access.getValue(), content);
        return new OIDCTokenResponse(new OIDCTokens(forgery.forge(content), access, null));
    }

    private static boolean isProven(AuthenticationRequest asked, AuthorizationCodeGrant grant) {
        return asked.getRedirectionURI().equals(grant.getRedirectionURI())
                && grant.getCodeVerifier() != null
                && CodeChallenge.compute(asked.getCodeChallengeMethod(), grant.getCodeVerifier())
                        .equals(asked.getCodeChallenge());
    }

    private JWTClaimsSet content(String realm, AuthenticationRequest asked) {
        Instant now = Instant.now();
        var builder =
                new JWTClaimsSet.Builder()
                        .issuer(issuer(realm))
                        .audience(CLIENT)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(300)))
                        .claim("nonce", asked.getNonce().getValue());
        claims.forEach(builder::claim);
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
