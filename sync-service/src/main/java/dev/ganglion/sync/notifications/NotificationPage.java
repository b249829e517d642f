package dev.ganglion.sync.notifications;

import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.push.PushActions;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.json.JsonBytes;

import java.util.List;
import java.util.Optional;

/**
 * A page.
 *
 * @param next empty when there is nothing before it
 */
record NotificationPage(List<Notification> notifications, Optional<PageToken> next) {
    /** An event with what the user's rules do. */
    record Notification(Candidate event, PushActions actions) {
        private void write(JsonBytes out) {
            out.beginObject();
            out.key("actions").raw(CanonicalJson.encode(actions.json()));
            out.key("event").raw(event.json().bytes());
            out.key("read").bool(event.isRead());
            out.key("room_id").string(event.room().value());
            out.key("ts").number(event.originServerTs());
            out.endObject();
        }
    }

    RawJson json() {
        JsonBytes out = new JsonBytes().beginObject();
        next.ifPresent(token -> out.key("next_token").string(token.toString()));
        out.key("notifications").beginArray();
        notifications.forEach(one -> one.write(out));
        return RawJson.ofTrusted(out.endArray().endObject().toBytes());
    }
}
