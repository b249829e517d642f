package dev.ganglion.sync.response;

import dev.ganglion.sync.devicelist.ChangedLists;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.todevice.Delivery;
import dev.ganglion.sync.token.SyncToken;

/** What a response tells a device of devices. */
record DeviceSection(Delivery toDevice, ChangedLists lists) {
    /** Whether it tells of nothing new. */
    boolean isEmpty() {
        return toDevice.messages().isEmpty() && lists.isEmpty();
    }

    /** Where the response ends that this is part of. */
    SyncToken end(SyncToken now) {
        return now.withToDevice(toDevice.upTo());
    }

    void write(JsonBytes out) {
        if (!toDevice.messages().isEmpty()) {
            out.key("to_device").beginObject().key("events").beginArray();
            toDevice.messages().forEach(message -> message.write(out));
            out.endArray().endObject();
        }
        if (!lists.isEmpty()) {
            lists.write(out.key("device_lists"));
        }
    }
}
