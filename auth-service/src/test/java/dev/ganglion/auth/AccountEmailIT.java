package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.freshName;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/** Email addresses on the pages of an account. */
class AccountEmailIT extends EmailServiceIT {
    private static final String ACCOUNT = "/_ganglion/account";
    private static final String LIST = ACCOUNT + "?action=emails";
    private static final String ADD = ACCOUNT + "/email-add";
    private static final String FINISH = ACCOUNT + "/email-finish";
    private static final String DELETE = ACCOUNT + "/email-delete";

    private final String name = freshName();
    private final String address = Mailbox.freshAddress();
    private WebBrowser pages;

    @BeforeEach
    void signIn() {
        auth.register(name);
        pages = new WebBrowser(web, tokens).signedIn(name, PASSWORD);
    }

    private WebBrowser.Shown mailed(WebBrowser where, String to) {
        return where.submit(ADD, where.get(LIST).isPage(), Map.of("email", to)).isPage();
    }

    private static WebBrowser.Shown refused(WebBrowser.Shown page, int status) {
        assertThat(page.status()).as(page.html()).isEqualTo(status);
        assertThat(page.html()).contains("role=\"alert\"").doesNotContain(PASSWORD);
        return page;
    }

    @Test
    void anAddressIsAddedByItsMailAndThePasswordAndRemoved() {
        assertThat(pages.get(ACCOUNT).isPage().html()).contains("Your email addresses");
        WebBrowser.Shown sent = mailed(pages, address);
        Map<String, String> password = Map.of("password", PASSWORD);
        sent = refused(pages.submit(FINISH, sent, password), 403);
        confirm(mailbox.newest(address, 1));
        sent = refused(pages.submit(FINISH, sent, Map.of("password", "wrong one")), 403);

        pages.submit(FINISH, sent, password).isPage();

        WebBrowser.Shown list = pages.get(LIST).isPage();
        assertThat(list.html()).contains(address);
        assertThat(
                        auth.post(
                                        AuthDriver.V3 + "login",
                                        """
                                        {"type": "m.login.password", "password": "%s",
                                         "identifier": {"type": "m.id.thirdparty", "medium": "email", "address": "%s"}}
                                        """
                                                .formatted(PASSWORD, address))
                                .isOk()
                                .string("user_id"))
                .isEqualTo("@" + name + ":test.local");
        refused(pages.submit(FINISH, sent, password), 403);
        pages.submit(DELETE, list, Map.of("email", address)).isPage();
        assertThat(pages.get(LIST).isPage().html()).doesNotContain(address);
    }

    @Test
    void whoChangesThePasswordHereIsToldByMail() {
        WebBrowser.Shown sent = mailed(pages, address);
        confirm(mailbox.newest(address, 1));
        pages.submit(FINISH, sent, Map.of("password", PASSWORD)).isPage();
        String changed = "another long password";

        pages.submit(
                        ACCOUNT + "/password",
                        pages.get(ACCOUNT).isPage(),
                        Map.of(
                                "password", PASSWORD,
                                "new_password", changed,
                                "new_password_again", changed))
                .isPage();

        Mailbox.Letter news = mailbox.newest(address, 2);
        assertThat(news.subject()).contains("password").contains("changed");
        assertThat(news.text()).contains("@" + name + ":test.local");
    }

    @Test
    void a06ThePageDoesNotTellWhoseAnAddressIs() {
        WebBrowser.Shown sent = mailed(pages, address);
        confirm(mailbox.newest(address, 1));
        pages.submit(FINISH, sent, Map.of("password", PASSWORD)).isPage();
        String other = freshName();
        auth.register(other);
        WebBrowser others = new WebBrowser(web, tokens).signedIn(other, PASSWORD);

        WebBrowser.Shown known = mailed(others, address);
        WebBrowser.Shown unknown = mailed(others, Mailbox.freshAddress());

        assertThat(withoutValues(known)).isEqualTo(withoutValues(unknown));
        refused(others.submit(FINISH, known, Map.of("password", PASSWORD)), 403);
        assertThat(
                        others.submit(DELETE, others.get(LIST).isPage(), Map.of("email", address))
                                .status())
                .isEqualTo(404);
        assertThat(pages.get(LIST).isPage().html()).contains(address);
    }

    private static String withoutValues(WebBrowser.Shown page) {
        return page.html().replaceAll("value=\"[^\"]*\"", "");
    }

    @Test
    void a16WhatSomebodyElseHasBegunIsNobodyElses() {
        WebBrowser.Shown sent = mailed(pages, address);
        confirm(mailbox.newest(address, 1));
        String other = freshName();
        auth.register(other);
        WebBrowser others = new WebBrowser(web, tokens).signedIn(other, PASSWORD);
        Map<String, String> stolen =
                Map.of(
                        "sid", String.valueOf(sent.hidden().get("sid")),
                        "client_secret", String.valueOf(sent.hidden().get("client_secret")),
                        "password", PASSWORD);

        refused(others.submit(FINISH, others.get(LIST).isPage(), stolen), 403);
        assertThat(others.post(FINISH, stolen).status()).as("without a form").isEqualTo(403);
        assertThat(pages.submit(FINISH, sent, Map.of()).status())
                .as("without the password")
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nonsense", "<script>alert(1)</script>@example.org", "a@b\r\nBcc: c@d"})
    void whatIsNoAddressGetsNoMail(String wrong) {
        WebBrowser.Shown answer =
                pages.submit(ADD, pages.get(LIST).isPage(), Map.of("email", wrong));

        assertThat(answer.status()).as(answer.html()).isEqualTo(400);
        assertThat(answer.html()).doesNotContain("<script>alert");
    }

    @Test
    void w01OtherSitesSendNoForm() {
        Map<String, String> form = Map.of("email", address, "form_token", "forged");

        assertThat(pages.post(ADD, form).status()).isEqualTo(403);
        assertThat(pages.post(DELETE, form).status()).isEqualTo(403);
        assertThat(mailbox.of(address)).isEmpty();
        assertThat(new WebBrowser(web, tokens).post(ADD, form).status()).isEqualTo(303);
    }
}
