package dev.ganglion.acceptance.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody has before them in a browser. It takes note of every complaint of the browser, such
 * as one about what a page's policy forbids, and of pages of the homeserver that lack what keeps a
 * browser from harm.
 */
final class Tab {
    private final Page page;
    private final URI homeserver;
    private final List<String> complaints = new ArrayList<>();
    private int pages;

    Tab(Page page, URI homeserver) {
        this.page = page;
        this.homeserver = homeserver;
        page.onConsoleMessage(this::hear);
        page.onPageError(error -> complaints.add("error: " + error));
        page.onResponse(this::look);
    }

    Tab open(URI address) {
        page.navigate(address.toString());
        return this;
    }

    Tab type(String label, String text) {
        page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill(text);
        return this;
    }

    Tab press(String button) {
        return click(AriaRole.BUTTON, button);
    }

    Tab follow(String link) {
        return click(AriaRole.LINK, link);
    }

    /** Waits until the browser is there: that address, or one that begins so. */
    Tab isAt(URI address) {
        page.waitForURL(url -> url.startsWith(address.toString()));
        return this;
    }

    /** Waits for the page with that heading. */
    Tab shows(String heading) {
        page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(heading).setExact(true))
                .waitFor();
        return this;
    }

    /** What there is to read on the page. */
    String text() {
        return page.locator("body").innerText();
    }

    String address() {
        return page.url();
    }

    Page page() {
        return page;
    }

    /** How many pages of the homeserver there were. */
    int pages() {
        return pages;
    }

    String complaints() {
        return complaints.toString();
    }

    /** Waits until the browser complains of something, which it is forgiven. */
    List<String> takeComplaints() {
        page.waitForCondition(() -> !complaints.isEmpty());
        List<String> taken = List.copyOf(complaints);
        complaints.clear();
        return taken;
    }

    void wasWithoutFault() {
        assertThat(complaints).as("complaints of the browser").isEmpty();
    }

    private Tab click(AriaRole role, String name) {
        Locator locator =
                page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
        locator.click();
        return this;
    }

    private void hear(ConsoleMessage message) {
        if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(
                    message.type() + ": " + message.text() + " (" + message.location() + ")");
        }
    }

    private void look(Response response) {
        boolean isPage =
                response.url().startsWith(homeserver + "/")
                        && response.request().isNavigationRequest()
                        && String.valueOf(response.headerValue("content-type"))
                                .startsWith("text/html");
        if (isPage) {
            pages++;
            requireProtected(response);
        }
    }

    private void requireProtected(Response response) {
        String policy = String.valueOf(response.headerValue("content-security-policy"));
        boolean isProtected =
                policy.contains("default-src 'none'")
                        && policy.contains("frame-ancestors 'none'")
                        && "DENY".equals(response.headerValue("x-frame-options"))
                        && "nosniff".equals(response.headerValue("x-content-type-options"))
                        && "no-referrer".equals(response.headerValue("referrer-policy"))
                        && "no-store".equals(response.headerValue("cache-control"));
        if (!isProtected) {
            complaints.add("unprotected: " + response.url() + " " + response.headers());
        }
    }
}
