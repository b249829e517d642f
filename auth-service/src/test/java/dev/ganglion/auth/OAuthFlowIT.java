package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;
import static dev.ganglion.auth.AuthDriver.freshName;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.client.ClientInformationResponse;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationRequest;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationResponse;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.Tokens;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;

import java.net.URI;
import java.util.Map;

/** What an app goes through, written with a library for such apps. */
class OAuthFlowIT extends OAuthServiceIT {
    private static final String METADATA = "/_matrix/client/v1/auth_metadata";

    @LocalServerPort private int port;

    @ParameterizedTest
    @ValueSource(strings = {"query", "fragment"})
    void anAppOfALibrarySignsInRefreshesAndSignsOut(String mode) throws Exception {
        String name = freshName();
        WebBrowser browser = browserOf(name);
        AuthorizationServerMetadata server = metadata();
        ClientID client = registered(server);
        CodeVerifier verifier = new CodeVerifier();
        var state = new State();
        var scope = Scope.parse(OAuthClient.scope("LIBRARYDEVICE"));
        AuthorizationRequest request =
                new AuthorizationRequest.Builder(ResponseType.CODE, client)
                        .endpointURI(server.getAuthorizationEndpointURI())
                        .redirectionURI(URI.create(OAuthClient.CALLBACK))
                        .scope(scope)
                        .state(state)
                        .responseMode(new ResponseMode(mode))
                        .codeChallenge(verifier, CodeChallengeMethod.S256)
                        .build();

        WebBrowser.Shown consent = browser.follow(request.toURI().toString()).isPage();
        String location =
                browser.submit(
                                OAuthClient.OAUTH + "authorize",
                                consent,
                                Map.of("decision", "allow"))
                        .location();
        var answer = AuthorizationResponse.parse(URI.create(location)).toSuccessResponse();
        assertThat(answer.getState()).isEqualTo(state);
        assertThat(answer.getIssuer()).isEqualTo(server.getIssuer());
        assertThat(location).startsWith(OAuthClient.CALLBACK + (mode.equals("query") ? "?" : "#"));
        Tokens issued =
                tokens(
                        new TokenRequest.Builder(
                                        server.getTokenEndpointURI(),
                                        client,
                                        new AuthorizationCodeGrant(
                                                answer.getAuthorizationCode(),
                                                URI.create(OAuthClient.CALLBACK),
                                                verifier))
                                .build()
                                .toHTTPRequest());

        AuthDriver.Session session = auth.as(issued.getAccessToken().getValue());
        assertThat(session.userId()).isEqualTo("@" + name + ":test.local");
        assertThat(session.deviceId()).isEqualTo("LIBRARYDEVICE");
        assertThat(issued.getAccessToken().getScope()).isEqualTo(scope);
        assertThat(issued.getAccessToken().getLifetime()).isPositive();

        Tokens refreshed =
                tokens(
                        new TokenRequest.Builder(
                                        server.getTokenEndpointURI(),
                                        client,
                                        new RefreshTokenGrant(issued.getRefreshToken()))
                                .build()
                                .toHTTPRequest());
        auth.resolve(refreshed.getAccessToken().getValue()).isOk();
        auth.resolve(issued.getAccessToken().getValue()).isRefused(401, "M_UNKNOWN_TOKEN");

        var revocation =
                new TokenRevocationRequest(
                        server.getRevocationEndpointURI(), client, refreshed.getRefreshToken());
        assertThat(sent(revocation.toHTTPRequest()).getStatusCode()).isEqualTo(200);
        auth.resolve(refreshed.getAccessToken().getValue()).isRefused(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void theMetadataNameWhatTheSpecificationAsksFor() throws Exception {
        AuthorizationServerMetadata server = metadata();

        assertThat(server.getIssuer().getValue()).isEqualTo(WebBrowser.ORIGIN + "/");
        assertThat(server.getResponseTypes()).containsExactly(ResponseType.CODE);
        assertThat(server.getResponseModes())
                .containsExactly(ResponseMode.QUERY, ResponseMode.FRAGMENT);
        assertThat(server.getCodeChallengeMethods()).containsExactly(CodeChallengeMethod.S256);
        assertThat(server.supportsAuthorizationResponseIssuerParam()).isTrue();
        assertThat(server.getCustomParameter("account_management_uri"))
                .isEqualTo(WebBrowser.ORIGIN + "/_ganglion/account");
        assertThat(auth.get("/_matrix/client/unstable/org.matrix.msc2965/auth_metadata").body())
                .isEqualTo(auth.get(METADATA).isOk().body());
    }

    @Test
    void whoIsNotSignedInSignsInFirstAndComesBackToTheQuestion() {
        String name = freshName();
        auth.register(name);
        WebBrowser browser = browser();
        String link = OAuthClient.link(app().request("FIRSTSIGNIN"));

        String location = browser.get(link).location();
        WebBrowser.Shown signIn = browser.follow(location).isPage();
        String back =
                browser.submit(
                                "/_ganglion/sign-in",
                                signIn,
                                Map.of("user", name, "password", AuthDriver.PASSWORD))
                        .location();

        assertThat(back).isEqualTo(WebBrowser.ORIGIN + link);
        assertThat(browser.follow(back).isPage().html())
                .contains("Some App", "example.com", "FIRSTSIGNIN", "@" + name + ":test.local")
                .doesNotContain("signed in on the device");
    }

    @Test
    void whoSaysNoSendsTheAppAway() {
        WebBrowser browser = browserOf(freshName());
        WebBrowser.Shown page = browser.get(OAuthClient.link(app().request("DENIEDDEVICE")));

        String location =
                browser.submit(OAuthClient.OAUTH + "authorize", page, Map.of("decision", "deny"))
                        .location();

        assertThat(OAuthClient.parameter(location, "error")).isEqualTo("access_denied");
        assertThat(OAuthClient.parameter(location, "state")).isEqualTo("state of DENIEDDEVICE");
    }

    @Test
    void whoIsSomebodyElseSignsInAgain() {
        WebBrowser browser = browserOf(freshName());
        String link = OAuthClient.link(app().request("SOMEBODYELSE"));
        WebBrowser.Shown page = browser.get(link).isPage();

        String location =
                browser.submit(OAuthClient.OAUTH + "authorize", page, Map.of("decision", "switch"))
                        .location();

        assertThat(location).startsWith(WebBrowser.ORIGIN + "/_ganglion/sign-in?continue=");
        assertThat(browser.get(link).location()).isEqualTo(location);
    }

    @Test
    void theOlderSpellingOfScopesWorksAndUnknownScopesAreLeftOut() {
        WebBrowser browser = browserOf(freshName());
        OAuthClient app = app();
        String prefix = "urn:matrix:org.matrix.msc2967.client:";
        Map<String, String> request = app.request("x");
        request.put("scope", "openid " + prefix + "api:* " + prefix + "device:OLDSPELLING");

        WebBrowser.Shown page = browser.get(OAuthClient.link(request)).isPage();
        String location =
                browser.submit(OAuthClient.OAUTH + "authorize", page, Map.of("decision", "allow"))
                        .location();
        Answer answer = app.exchange(OAuthClient.parameter(location, "code")).isOk();

        assertThat(answer.string("scope"))
                .isEqualTo(prefix + "api:* " + prefix + "device:OLDSPELLING");
        assertThat(auth.as(answer.string("access_token")).deviceId()).isEqualTo("OLDSPELLING");
    }

    @Test
    void aDeviceThatIsThereIsTakenUpAgainAfterAWarning() {
        String name = freshName();
        WebBrowser browser = browserOf(name);
        OAuthClient app = app();
        Answer first = app.signedIn(browser, "KNOWNDEVICE");

        assertThat(browser.get(OAuthClient.link(app.request("KNOWNDEVICE"))).html())
                .contains("You are signed in on the device KNOWNDEVICE already");
        Answer second = app.signedIn(browser, "KNOWNDEVICE");

        auth.resolve(first.string("access_token")).isRefused(401, "M_UNKNOWN_TOKEN");
        auth.resolve(second.string("access_token")).isOk();
    }

    @Test
    void aSessionOfAnAppIsRefreshedByItsAppAlone() {
        WebBrowser browser = browserOf(freshName());
        Answer issued = app().signedIn(browser, "REFRESHDEVICE");
        String other = OAuthClient.WEB.replace("Some App", "Another App");

        isError(app(other).refresh(issued.string("refresh_token")), 400, "invalid_grant");
        auth.post(V3 + "refresh", "{\"refresh_token\": \"" + issued.string("refresh_token") + "\"}")
                .isRefused(401, "M_UNKNOWN_TOKEN");
        app().refresh(issued.string("refresh_token")).isOk();
    }

    @Test
    void aDeviceThatLogsInByTheOlderApiIsTheAppsNoMore() {
        String name = freshName();
        WebBrowser browser = browserOf(name);
        OAuthClient app = app();
        Answer issued = app.signedIn(browser, "BOTHWAYSDEVICE");

        Answer login =
                auth.login(
                                name,
                                AuthDriver.PASSWORD,
                                ", \"device_id\": \"BOTHWAYSDEVICE\", \"refresh_token\": true")
                        .isOk();

        isError(app.refresh(issued.string("refresh_token")), 400, "invalid_grant");
        isError(app.refresh(login.string("refresh_token")), 400, "invalid_grant");
        assertThat(app.revoke(login.string("refresh_token")).status()).isEqualTo(200);
        auth.resolve(login.string("access_token")).isOk();
    }

    @Test
    void a02ADeactivatedOrLockedUserGetsNoTokens() {
        String name = freshName();
        WebBrowser browser = browserOf(name);
        OAuthClient app = app();
        String code = app.code(browser, "LATEDEVICE");
        Answer issued = app.signedIn(browser, "EARLIERDEVICE");

        sql("update auth.account set is_locked = true where user_id = '@" + name + ":test.local'");

        isError(app.exchange(code), 400, "invalid_grant");
        isError(app.refresh(issued.string("refresh_token")), 403, "access_denied");
        assertThat(browser.get("/_ganglion/account").location()).contains("/_ganglion/sign-in");
    }

    private AuthorizationServerMetadata metadata() throws Exception {
        return AuthorizationServerMetadata.parse(auth.get(METADATA).isOk().body().toString());
    }

    private ClientID registered(AuthorizationServerMetadata server) throws Exception {
        var request =
                new ClientRegistrationRequest(
                        server.getRegistrationEndpointURI(),
                        ClientMetadata.parse(
                                com.nimbusds.oauth2.sdk.util.JSONObjectUtils.parse(
                                        OAuthClient.WEB)),
                        null);
        ClientRegistrationResponse response =
                ClientRegistrationResponse.parse(sent(request.toHTTPRequest()));
        assertThat(response.indicatesSuccess()).isTrue();
        return ((ClientInformationResponse) response).getClientInformation().getID();
    }

    private Tokens tokens(HTTPRequest request) throws Exception {
        TokenResponse response = TokenResponse.parse(sent(request));
        assertThat(response.indicatesSuccess()).isTrue();
        return response.toSuccessResponse().getTokens();
    }

    /** At this service's own port, with what the gateway adds. */
    private HTTPResponse sent(HTTPRequest request) throws Exception {
        URI own = URI.create("http://localhost:" + port + request.getURI().getRawPath());
        var local = new HTTPRequest(request.getMethod(), own);
        local.setBody(request.getBody());
        local.setEntityContentType(request.getEntityContentType());
        HttpHeaders headers = new HttpHeaders();
        tokens.forNobody().accept(headers);
        headers.forEach((name, values) -> local.setHeader(name, values.getFirst()));
        return local.send();
    }
}
