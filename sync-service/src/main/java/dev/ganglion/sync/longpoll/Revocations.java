package dev.ganglion.sync.longpoll;

import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.identity.SessionsEnded;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;

/** Ends the long polls of tokens that auth-service has ended. */
@Component
class Revocations {
    private static final Logger log = LoggerFactory.getLogger(Revocations.class);

    private final LongPolls polls;
    private final Disposable subscription;

    Revocations(LongPolls polls, Bus bus) {
        this.polls = polls;
        this.subscription = bus.messages(Channel.SESSIONS).subscribe(this::end);
    }

    @PreDestroy
    void stop() {
        subscription.dispose();
    }

    private void end(byte[] message) {
        try {
            polls.end(SessionsEnded.parse(message));
        } catch (InvalidJsonException e) {
            log.warn("A message that is not JSON on {}", Channel.SESSIONS, e);
        }
    }
}
