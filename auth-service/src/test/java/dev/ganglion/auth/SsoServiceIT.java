package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.testing.openid.OpenIdProvider;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A server with several single sign-on providers. */
@TestPropertySource(
        properties = {
            "ganglion.public-base-url=" + SsoBrowser.HOST,
            "ganglion.sso.client-allow-list=https://app.example.org/chat/"
        })
abstract class SsoServiceIT extends AuthServiceIT {
    static final String TRUSTED = "https://app.example.org/chat/#/login";
    static final String REDIRECT = V3 + "login/sso/redirect";

    static final OpenIdProvider PROVIDER = new OpenIdProvider();

    final OpenIdProvider provider = PROVIDER;
    SsoBrowser browser;

    @DynamicPropertySource
    static void providers(DynamicPropertyRegistry properties) {
        add(
                properties,
                0,
                "company",
                Map.of(
                        "name", "The <Company>",
                        "icon", "mxc://test.local/icon",
                        "brand", "company",
                        "localpart", "{preferred_username}",
                        "display-name", "{name}"));
        add(
                properties,
                1,
                "linking",
                Map.of(
                        "name", "Linking",
                        "localpart", "{preferred_username}",
                        "link-existing", "true",
                        "register", "false"));
        add(properties, 2, "nameless", Map.of("name", "Nameless"));
        add(properties, 3, "liar", Map.of("name", "Liar"));
        add(properties, 4, "away", Map.of("name", "Away"));
        properties.add("ganglion.sso.providers[4].issuer", () -> "http://127.0.0.1:1/away");
    }

    private static void add(
            DynamicPropertyRegistry properties, int index, String id, Map<String, String> more) {
        String prefix = "ganglion.sso.providers[" + index + "].";
        Map<String, String> settings = new HashMap<>(more);
        settings.put("id", id);
        settings.put("client-id", OpenIdProvider.CLIENT);
        settings.put("client-secret", OpenIdProvider.SECRET);
        if (!id.equals("away")) {
            settings.put("issuer", PROVIDER.issuer(id));
        }
        settings.forEach((key, value) -> properties.add(prefix + key, () -> value));
    }

    @BeforeEach
    void openBrowser() {
        browser = new SsoBrowser(web, tokens);
    }

    static String redirect(String idp, String client) {
        return REDIRECT
                + "/"
                + idp
                + "?redirectUrl="
                + URLEncoder.encode(client, StandardCharsets.UTF_8);
    }

    /** Somebody whom the provider knows, and who is who comes next. */
    String someone() {
        String name = AuthDriver.freshName();
        provider.signIn(
                Map.of(
                        "sub", "subject of " + name,
                        "sid", "session of " + name,
                        "preferred_username", name,
                        "name", "Name of " + name));
        return name;
    }

    /** The login token that the client gets. */
    static String token(URI client) {
        String query = client.getRawQuery();
        assertThat(query).contains("loginToken=");
        return query.replaceAll(".*loginToken=([^&]*).*", "$1");
    }

    Answer login(String token) {
        return auth.post(
                V3 + "login", "{\"type\": \"m.login.token\", \"token\": \"%s\"}".formatted(token));
    }

    /** Logs in by the provider with the trusted client. */
    AuthDriver.Session signedIn(String idp) {
        URI client = browser.signIn(redirect(idp, TRUSTED)).isRedirect().location();
        return auth.as(login(token(client)).isOk().string("access_token"));
    }
}
