package dev.ganglion.auth.identityprovider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;

import dev.ganglion.protocol.error.MatrixException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Redeems what a browser brought back from a provider. Blocks: see {@link ProviderCalls}. */
@Component
class ProviderCodeExchange {
    private static final Logger log = LoggerFactory.getLogger(ProviderCodeExchange.class);

    /** Subjects are at most 255 characters, by the standard. */
    private static final int MAX_NAME_LENGTH = 255;

    /** How far the clocks of the provider and of this server may differ. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final Connections connections;
    private final ProviderHttp http;

    ProviderCodeExchange(Connections connections, ProviderHttp http) {
        this.connections = connections;
        this.http = http;
    }

    Person person(
            Provider provider,
            URI callback,
            Map<String, List<String>> parameters,
            ProviderSignIn.Secrets secrets)
            throws IOException, GeneralException, BadJOSEException, JOSEException {
        Connection connection = connections.get(provider);
        AuthenticationResponse response = AuthenticationResponseParser.parse(callback, parameters);
        requireIssuer(provider, connection.metadata(), response.getIssuer());
        AuthorizationCode code = code(provider, response);
        OIDCTokens tokens =
                tokens(provider, connection.metadata(), grant(provider, code, callback, secrets));
        if (tokens.getIDToken() == null) {
            throw new GeneralException("There is no ID token in its answer");
        }
        IDTokenClaimsSet claims =
                connection.idTokens().validate(tokens.getIDToken(), new Nonce(secrets.nonce()));
        requireAnew(provider, claims, secrets.since());
        String subject = claims.getSubject().getValue();
        if (subject.isBlank() || subject.length() > MAX_NAME_LENGTH) {
            throw new BadJWTException("The subject is empty or too long");
        }
        Optional<String> session =
                Optional.ofNullable(claims.getSessionID())
                        .map(id -> id.getValue())
                        .filter(id -> id.length() <= MAX_NAME_LENGTH);
        return provider.person(
                subject,
                session,
                claims(provider, connection.metadata(), claims, tokens.getAccessToken()));
    }

    private static AuthorizationCodeGrant grant(
            Provider provider,
            AuthorizationCode code,
            URI callback,
            ProviderSignIn.Secrets secrets) {
        return provider.endpoint().pkce()
                ? new AuthorizationCodeGrant(code, callback, new CodeVerifier(secrets.verifier()))
                : new AuthorizationCodeGrant(code, callback);
    }

    /** Providers that do not tell when somebody has signed in have to be believed. */
    private static void requireAnew(
            Provider provider, IDTokenClaimsSet claims, Optional<Instant> since) {
        Date signedIn = claims.getAuthenticationTime();
        boolean isOld =
                signedIn != null
                        && since.filter(at -> signedIn.toInstant().isBefore(at.minus(SKEW)))
                                .isPresent();
        if (isOld) {
            throw MatrixException.forbidden(
                    provider.name() + " has not asked you to sign in anew: log out there first");
        }
    }

    /** RFC 9207: an answer that another provider was asked for is none of this one. */
    private static void requireIssuer(
            Provider provider, OIDCProviderMetadata metadata, @Nullable Issuer issuer) {
        boolean isRight =
                issuer == null
                        ? !metadata.supportsAuthorizationResponseIssuerParam()
                        : issuer.equals(provider.endpoint().issuer());
        if (!isRight) {
            throw MatrixException.forbidden("The answer comes from another sign-on service");
        }
    }

    private static AuthorizationCode code(Provider provider, AuthenticationResponse response) {
        if (!response.indicatesSuccess()) {
            log.info(
                    "{} refused: {}",
                    provider.id(),
                    name(response.toErrorResponse().getErrorObject()));
            throw MatrixException.forbidden("You have not signed in at " + provider.name());
        }
        AuthorizationCode code = response.toSuccessResponse().getAuthorizationCode();
        if (code == null) {
            throw MatrixException.forbidden("The answer of " + provider.name() + " has no code");
        }
        return code;
    }

    private OIDCTokens tokens(
            Provider provider, OIDCProviderMetadata metadata, AuthorizationCodeGrant grant)
            throws IOException, GeneralException {
        URI address = metadata.getTokenEndpointURI();
        Provider.Endpoint endpoint = provider.endpoint();
        TokenRequest.Builder request =
                endpoint.secret()
                        .map(
                                secret ->
                                        isPosted(metadata)
                                                ? new TokenRequest.Builder(
                                                        address, posted(endpoint, secret), grant)
                                                : new TokenRequest.Builder(
                                                        address, basic(endpoint, secret), grant))
                        .orElseGet(
                                () ->
                                        new TokenRequest.Builder(
                                                address, endpoint.clientId(), grant));
        TokenResponse response =
                OIDCTokenResponseParser.parse(request.build().toHTTPRequest().send(http));
        if (response instanceof OIDCTokenResponse success) {
            return success.getOIDCTokens();
        }
        ErrorObject error = response.toErrorResponse().getErrorObject();
        if (OAuth2Error.INVALID_GRANT.equals(error)) {
            throw MatrixException.forbidden(
                    provider.name() + " does not know this sign-in, begin again");
        }
        throw new GeneralException("It gives no token: " + name(error));
    }

    private static boolean isPosted(OIDCProviderMetadata metadata) {
        List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
        return methods != null
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
    }

    private static ClientSecretPost posted(Provider.Endpoint endpoint, Secret secret) {
        return new ClientSecretPost(endpoint.clientId(), secret);
    }

    private static ClientSecretBasic basic(Provider.Endpoint endpoint, Secret secret) {
        return new ClientSecretBasic(endpoint.clientId(), secret);
    }

    /** The user info endpoint is asked only for what the ID token does not say. */
    private Map<String, Object> claims(
            Provider provider,
            OIDCProviderMetadata metadata,
            IDTokenClaimsSet idToken,
            AccessToken token)
            throws IOException, GeneralException {
        Map<String, Object> claims = new HashMap<>(idToken.toJSONObject());
        if (!provider.needsMoreThan(claims) || metadata.getUserInfoEndpointURI() == null) {
            return claims;
        }
        UserInfoResponse response =
                UserInfoResponse.parse(
                        new UserInfoRequest(metadata.getUserInfoEndpointURI(), token)
                                .toHTTPRequest()
                                .send(http));
        UserInfo info =
                response.indicatesSuccess() ? response.toSuccessResponse().getUserInfo() : null;
        // OpenID Connect Core, 5.3.2: of another subject it must not be used.
        if (info == null || !idToken.getSubject().equals(info.getSubject())) {
            throw new GeneralException("Its user info is not that of who signed in");
        }
        info.toJSONObject().forEach(claims::putIfAbsent);
        return claims;
    }

    /** Of what the provider or the browser said, no more than the standard's own names. */
    private static String name(@Nullable ErrorObject error) {
        String code = error == null ? null : error.getCode();
        return code != null && code.matches("[a-z_]{1,40}") ? code : "unknown";
    }
}
