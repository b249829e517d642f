package dev.ganglion.auth.registration;

import dev.ganglion.auth.browsersession.Continuation;
import dev.ganglion.auth.browsersession.NewcomerPage;
import dev.ganglion.auth.fallback.StagePage;
import dev.ganglion.auth.interactive.Flows;
import dev.ganglion.auth.interactive.InteractiveSession;

import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What somebody has to do on the page before an account is made: the stages of the first flow that
 * clients are offered, which asks for no more than it must. Where a stage has no page there is no
 * page to register on either.
 */
@Component
class RegistrationSteps implements NewcomerPage {
    static final String PATH = "/_ganglion/register";
    static final String CONTINUE = "continue";

    /** It asks nothing. */
    static final String DUMMY = "m.login.dummy";

    private final RegistrationPolicy policy;
    private final Map<String, StagePage> pages;
    private final List<String> stages;

    RegistrationSteps(RegistrationPolicy policy, List<StagePage> pages) {
        this.policy = policy;
        this.pages = pages.stream().collect(Collectors.toMap(StagePage::type, Function.identity()));
        this.stages = policy.flows().flows().getFirst();
    }

    /** Whether people can register on the page. */
    boolean arePossible() {
        return policy.isOpen() && pages.keySet().containsAll(stages);
    }

    Flows flow() {
        return new Flows(List.of(stages));
    }

    /** The page of the next stage; empty when a name and a password are all that is missing. */
    Optional<StagePage> next(InteractiveSession session) {
        return stages.stream()
                .filter(stage -> !stage.equals(DUMMY) && !session.isCompleted(stage))
                .findFirst()
                .map(pages::get);
    }

    @Override
    public Optional<String> path(Continuation continuation) {
        return arePossible() ? Optional.of(address(continuation)) : Optional.empty();
    }

    static String address(Continuation continuation) {
        return PATH
                + "?"
                + CONTINUE
                + "="
                + UriUtils.encode(continuation.path(), StandardCharsets.UTF_8);
    }
}
