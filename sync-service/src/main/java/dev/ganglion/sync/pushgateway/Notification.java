package dev.ganglion.sync.pushgateway;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.sync.push.Said;

import java.util.List;
import java.util.Optional;

/** What a push gateway is sent. Push gateway API, {@code POST /notify}. */
final class Notification {
    private static final String ID_ONLY = "event_id_only";

    private Notification() {}

    /** Of an event. A count of zero is left out. */
    static JsonObject of(Claim claim, DueEvent due, long unread) {
        Said said = due.said().orElseThrow();
        JsonObject.Builder notification =
                JsonObject.builder()
                        .put("event_id", said.eventId())
                        .put("room_id", said.roomId())
                        .put("prio", isUrgent(said, due.tweaks()) ? "high" : "low")
                        .put("counts", unread == 0 ? JsonObject.EMPTY : counts(unread))
                        .put("devices", devices(claim.target(), Optional.of(due.tweaks())));
        boolean isIdOnly = claim.target().data().string("format").equals(Optional.of(ID_ONLY));
        if (!isIdOnly) {
            describe(said, claim, notification);
        }
        return wrapped(notification);
    }

    /** Of nothing but the count; zero is said, for else it would say nothing. */
    static JsonObject ofBadge(Claim claim, long unread) {
        return wrapped(
                JsonObject.builder()
                        .put("prio", "low")
                        .put("counts", counts(unread))
                        .put("devices", devices(claim.target(), Optional.empty())));
    }

    private static void describe(Said said, Claim claim, JsonObject.Builder notification) {
        notification
                .put("type", said.type())
                .put("sender", said.sender())
                .put("content", said.content())
                .putIfPresent("sender_display_name", said.senderName())
                .putIfPresent("room_name", said.roomName())
                .putIfPresent("room_alias", said.roomAlias());
        if (said.type().equals(EventTypes.MEMBER)) {
            notification.put(
                    "user_is_target",
                    said.event().string("state_key").equals(Optional.of(claim.user().value())));
        }
    }

    /** Whether an encrypted event makes a sound is found out by the client alone, once awake. */
    private static boolean isUrgent(Said said, JsonObject tweaks) {
        return tweaks.get("highlight").equals(Optional.of(JsonBoolean.TRUE))
                || tweaks.get("sound").filter(JsonString.class::isInstance).isPresent()
                || said.type().equals("m.room.encrypted");
    }

    private static JsonObject counts(long unread) {
        return JsonObject.builder().put("unread", unread).build();
    }

    private static JsonArray devices(Claim.Target target, Optional<JsonObject> tweaks) {
        JsonObject.Builder device =
                JsonObject.builder()
                        .put("app_id", target.key().appId())
                        .put("pushkey", target.key().pushkey())
                        .put("pushkey_ts", target.setAt())
                        .put("data", target.data().without("url"));
        tweaks.ifPresent(sounds -> device.put("tweaks", sounds));
        return new JsonArray(List.<JsonValue>of(device.build()));
    }

    private static JsonObject wrapped(JsonObject.Builder notification) {
        return JsonObject.builder().put("notification", notification.build()).build();
    }
}
