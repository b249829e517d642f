package dev.ganglion.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.springframework.test.context.TestPropertySource;

/** An auth-service that knows its own address, so that apps can sign in by OAuth. */
@TestPropertySource(properties = "ganglion.public-base-url=" + WebBrowser.ORIGIN)
abstract class OAuthServiceIT extends AuthServiceIT {
    WebBrowser browser() {
        return new WebBrowser(web, tokens);
    }

    /** A browser in which a new user is signed in. */
    WebBrowser browserOf(String name) {
        auth.register(name);
        return browser().signedIn(name, AuthDriver.PASSWORD);
    }

    OAuthClient app() {
        return OAuthClient.registered(web, tokens, OAuthClient.WEB);
    }

    OAuthClient app(String metadata) {
        return OAuthClient.registered(web, tokens, metadata);
    }

    static void isError(Answer answer, int status, String error) {
        assertThat(answer.body().string("error")).as("%s", answer.body()).hasValue(error);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
    }
}
