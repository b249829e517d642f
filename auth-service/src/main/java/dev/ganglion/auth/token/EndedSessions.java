package dev.ganglion.auth.token;

import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;
import dev.ganglion.service.identity.SessionsEnded;
import dev.ganglion.service.identity.TokenHash;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.Disposables;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells gateways and sync-service which tokens are dead. Called after the commit: whoever hears of
 * it and asks again must not get the old answer.
 */
@Component
class EndedSessions implements InitializingBean, DisposableBean {
    private final Bus bus;
    private Disposable repairing = Disposables.disposed();

    EndedSessions(Bus bus) {
        this.bus = bus;
    }

    /**
     * A lost message is not sent again: late, it would end the sessions that its user has begun
     * since. Instead gateways are told to ask anew about everybody, which ends nothing that is
     * good.
     */
    @Override
    public void afterPropertiesSet() {
        repairing =
                bus.losses()
                        .filter(Channel.SESSIONS::equals)
                        .subscribe(_ -> publish(SessionsEnded.UNKNOWN));
    }

    @Override
    public void destroy() {
        repairing.dispose();
    }

    /** The device is gone, also for an application service that acts on it without a token. */
    void publishDeleted(UserDevice device, List<TokenHash> tokens) {
        publish(SessionsEnded.ofDevice(device.userId(), device.deviceId(), texts(tokens), true));
    }

    /** The session that these tokens of a device stood for is over; silent when there are none. */
    void publishLogout(UserDevice device, List<TokenHash> tokens) {
        publish(device, tokens, true);
    }

    /**
     * These tokens of a device are dead, but whoever has one may go on with newer ones, or is told
     * of a soft logout when asking again; silent when there are none.
     */
    void publishSpent(UserDevice device, List<TokenHash> tokens) {
        publish(device, tokens, false);
    }

    /** Every token of a user. */
    void publishAll(UserId user, List<TokenHash> tokens) {
        publish(SessionsEnded.allOf(user, texts(tokens)));
    }

    /** All tokens of a user are as good as they were, but stand for something else. */
    void publishChanged(UserId user) {
        publish(SessionsEnded.changed(user));
    }

    private void publish(UserDevice device, List<TokenHash> tokens, boolean isLogout) {
        if (!tokens.isEmpty()) {
            publish(
                    SessionsEnded.ofDevice(
                            device.userId(), device.deviceId(), texts(tokens), isLogout));
        }
    }

    private void publish(SessionsEnded ended) {
        bus.publish(Channel.SESSIONS, ended.encode());
    }

    private static Set<String> texts(List<TokenHash> tokens) {
        return tokens.stream().map(TokenHash::text).collect(Collectors.toSet());
    }
}
