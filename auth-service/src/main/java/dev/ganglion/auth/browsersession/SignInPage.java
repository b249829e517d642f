package dev.ganglion.auth.browsersession;

import dev.ganglion.auth.email.EmailValidations;
import dev.ganglion.auth.page.Page;
import dev.ganglion.auth.password.Passwords;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the page to sign in on shows: a form where there are passwords, and all other ways. */
@Component
class SignInPage {
    private final Passwords passwords;
    private final ObjectProvider<SignInOffers> offers;
    private final ObjectProvider<NewcomerPage> newcomers;
    private final EmailValidations emails;
    private final ServerProperties server;

    SignInPage(
            Passwords passwords,
            ObjectProvider<SignInOffers> offers,
            ObjectProvider<NewcomerPage> newcomers,
            EmailValidations emails,
            ServerProperties server) {
        this.passwords = passwords;
        this.offers = offers;
        this.newcomers = newcomers;
        this.emails = emails;
        this.server = server;
    }

    /** As it is first seen, with the name that the app has been told, if it was one of here. */
    Page first(Continuation next) {
        String hinted =
                next.hint()
                        .filter(user -> user.serverName().equals(server.serverName()))
                        .map(UserId::localpart)
                        .orElse("");
        return again(next, hinted, "");
    }

    /**
     * @param user what was typed in
     * @param problem why it did not work
     */
    Page again(Continuation next, String user, String problem) {
        List<Map<String, String>> others =
                offers.orderedStream()
                        .flatMap(more -> more.list(next).stream())
                        .map(offer -> Map.of("name", offer.name(), "path", offer.path()))
                        .toList();
        Optional<String> newcomer =
                newcomers.stream().flatMap(page -> page.path(next).stream()).findFirst();
        Map<String, Object> values = new HashMap<>();
        values.put("continue", next.path());
        values.put("user", user);
        values.put("problem", problem);
        values.put("hasPasswords", passwords.areInUse());
        values.put("hasAddresses", emails.isPossible());
        values.put("others", others);
        values.put("hasOthers", !others.isEmpty());
        newcomer.ifPresent(path -> values.put("newcomer", path));
        return Page.of("sign-in", values);
    }
}
