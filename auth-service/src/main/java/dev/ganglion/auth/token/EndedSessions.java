package dev.ganglion.auth.token;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.bus.Bus;
import dev.ganglion.service.bus.Channel;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.Disposables;

import java.util.List;

/**
 * Tells gateways and sync-service which tokens are dead. Called after the commit: whoever hears of
 * it and asks again must not get the old answer.
 */
@Component
class EndedSessions implements InitializingBean, DisposableBean {
    private static final byte[] SOMEBODYS = encode(JsonObject.builder().put("all", true));

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
                        .subscribe(_ -> bus.publish(Channel.SESSIONS, SOMEBODYS));
    }

    @Override
    public void destroy() {
        repairing.dispose();
    }

    /** The session that these tokens of a device stood for is over; silent when there are none. */
    void publishLogout(DeviceKey device, List<TokenHash> tokens) {
        publish(device, tokens, true);
    }

    /**
     * These tokens of a device are dead, but whoever has one may go on with newer ones, or is told
     * of a soft logout when asking again; silent when there are none.
     */
    void publishSpent(DeviceKey device, List<TokenHash> tokens) {
        publish(device, tokens, false);
    }

    /** Every token of a user. */
    void publishAll(UserId user, List<TokenHash> tokens) {
        bus.publish(Channel.SESSIONS, encode(base(user, tokens, true).put("all", true)));
    }

    private void publish(DeviceKey device, List<TokenHash> tokens, boolean isLogout) {
        if (!tokens.isEmpty()) {
            JsonObject.Builder message =
                    base(device.userId(), tokens, isLogout)
                            .put("device_id", device.deviceId().value())
                            .put("all", false);
            bus.publish(Channel.SESSIONS, encode(message));
        }
    }

    private static JsonObject.Builder base(UserId user, List<TokenHash> tokens, boolean isLogout) {
        return JsonObject.builder()
                .put("user_id", user.value())
                .put(
                        "token_hashes",
                        JsonArray.ofStrings(tokens.stream().map(TokenHash::text).toList()))
                .put("logged_out", isLogout);
    }

    private static byte[] encode(JsonObject.Builder message) {
        return CanonicalJson.encode(message.build());
    }
}
