package dev.ganglion.gateway.token;

import dev.ganglion.protocol.json.InvalidJsonException;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.identity.SessionsEnded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.Disposables;

/** Hears of logouts over {@code ganglion:sessions} and forgets the sessions that ended. */
@Component
class SessionEnds implements InitializingBean, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(SessionEnds.class);

    private final Bus bus;
    private final TokenExchange exchange;
    private final Disposable.Composite subscriptions = Disposables.composite();

    SessionEnds(Bus bus, TokenExchange exchange) {
        this.bus = bus;
        this.exchange = exchange;
    }

    @Override
    public void afterPropertiesSet() {
        subscriptions.add(bus.messages(Channel.SESSIONS).subscribe(this::end));
        subscriptions.add(
                bus.reconnections()
                        .filter(Channel.SESSIONS::equals)
                        .subscribe(_ -> exchange.end(SessionsEnded.UNKNOWN)));
    }

    @Override
    public void destroy() {
        subscriptions.dispose();
    }

    /** What cannot be read might have been about anyone. */
    private void end(byte[] message) {
        try {
            exchange.end(SessionsEnded.parse(message));
        } catch (InvalidJsonException e) {
            log.warn("Unreadable message about sessions: all cached sessions are dropped", e);
            exchange.end(SessionsEnded.UNKNOWN);
        }
    }
}
