package dev.ganglion.sync.response;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.presence.PresenceSection;
import dev.ganglion.sync.response.ResponseMaker.Sections;
import dev.ganglion.sync.room.OutsideRooms.OutsideRoom;
import dev.ganglion.sync.room.RoomSection;
import dev.ganglion.sync.token.SyncToken;

import java.util.List;

/**
 * Writes the JSON of one response, at once or in parts: the beginning, rooms as often as there are
 * more of them, and the end.
 */
final class ResponseWriter {
    private final JsonBytes out = new JsonBytes();
    private final Sections sections;
    private boolean isAtLeft;

    ResponseWriter(Sections sections) {
        this.sections = sections;
    }

    byte[] whole(SyncToken next, DeviceSection devices, PresenceSection presence) {
        writeHead(next, devices, presence);
        if (!sections.rooms().isEmpty() || !sections.outside().isEmpty()) {
            out.key("rooms").beginObject();
            writeSections(out.key("join"), sections.rooms(), false);
            writeOutside();
            writeSections(out.key("leave"), sections.rooms(), true);
            out.endObject();
        }
        return out.endObject().toBytes();
    }

    /** All before the rooms that the user is in. */
    byte[] begin(SyncToken next, DeviceSection devices, PresenceSection presence) {
        writeHead(next, devices, presence);
        out.key("rooms").beginObject().key("join").beginObject();
        return out.take();
    }

    /** More rooms: after one that was left no joined one may come. */
    byte[] rooms(List<RoomSection> more) {
        for (RoomSection section : more) {
            if (section.isLeft() && !isAtLeft) {
                passToLeft();
            }
            section.write(out.key(section.room().id().value()));
        }
        return out.take();
    }

    byte[] end() {
        if (!isAtLeft) {
            passToLeft();
        }
        return out.endObject().endObject().endObject().take();
    }

    private void passToLeft() {
        isAtLeft = true;
        out.endObject();
        writeOutside();
        out.key("leave").beginObject();
    }

    private void writeHead(SyncToken next, DeviceSection devices, PresenceSection presence) {
        out.beginObject().key("next_batch").string(next.toString());
        devices.write(out);
        presence.write(out);
        if (!sections.accountData().isEmpty()) {
            out.key("account_data").beginObject().key("events").beginArray();
            sections.accountData().forEach(datum -> datum.write(out));
            out.endArray().endObject();
        }
    }

    private static void writeSections(JsonBytes out, List<RoomSection> sections, boolean left) {
        out.beginObject();
        for (RoomSection section : sections) {
            if (section.isLeft() == left) {
                section.write(out.key(section.room().id().value()));
            }
        }
        out.endObject();
    }

    private void writeOutside() {
        writeOutside(out.key("invite"), Membership.INVITE);
        writeOutside(out.key("knock"), Membership.KNOCK);
    }

    private void writeOutside(JsonBytes out, Membership membership) {
        out.beginObject();
        for (OutsideRoom room : sections.outside()) {
            if (room.membership() == membership) {
                out.key(room.room().id().value()).beginObject();
                out.key(membership.value() + "_state").beginObject();
                out.key("events").raw(room.strippedState().bytes());
                out.endObject().endObject();
            }
        }
        out.endObject();
    }
}
