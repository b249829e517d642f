package dev.ganglion.auth.sso;

import dev.ganglion.auth.fallback.DonePage;
import dev.ganglion.auth.page.Forms;
import dev.ganglion.auth.page.Page;
import dev.ganglion.auth.page.Pages;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The pages of single sign-on. */
@Component
class SsoPages {
    private final Pages pages;
    private final Forms forms;
    private final DonePage done;

    SsoPages(Pages pages, Forms forms, DonePage done) {
        this.pages = pages;
        this.forms = forms;
        this.done = done;
    }

    static String formPurpose(Arrival arrival) {
        return "sso-username:" + arrival.id();
    }

    /**
     * @param refused the name that could not be had, and why
     */
    ResponseEntity<byte[]> askForName(
            ServerHttpRequest request, Arrival arrival, Optional<MatrixException> refused) {
        Map<String, Object> values = new HashMap<>();
        values.put("arrival", arrival.id());
        values.put("suggestion", arrival.person().localpart().orElse(""));
        refused.ifPresent(refusal -> values.put("problem", refusal.error()));
        return pages.show(
                Page.of("sso-username", values)
                        .withStatus(refused.map(MatrixException::status).orElse(200))
                        .withForm(forms.issue(request, formPurpose(arrival))));
    }

    /** A link and no form: browsers would not let a form lead to another server. */
    ResponseEntity<byte[]> askToContinue(Arrival arrival, ClientRedirect client) {
        return pages.show(
                Page.of(
                        "sso-continue",
                        Map.of(
                                "arrival",
                                arrival.id(),
                                "client",
                                client.shown(),
                                "user",
                                arrival.user().map(UserId::value).orElse(""))));
    }

    /** Tells the client, by a script, that the stage is completed. */
    ResponseEntity<byte[]> done() {
        return pages.show(done.page());
    }
}
