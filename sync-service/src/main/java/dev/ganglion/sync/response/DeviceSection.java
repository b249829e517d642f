package dev.ganglion.sync.response;

import dev.ganglion.sync.devicelist.ChangedLists;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.keycount.KeyCount;
import dev.ganglion.sync.todevice.Delivery;
import dev.ganglion.sync.token.SyncToken;

import java.util.Optional;

/**
 * What a response tells a device of devices.
 *
 * @param keys absent for requests without a device
 */
record DeviceSection(Delivery toDevice, ChangedLists lists, Optional<Keys> keys) {
    /**
     * What the device has left to be claimed, which stands in every response.
     *
     * @param isNew whether it may be something else than it has been told
     */
    record Keys(KeyCount count, boolean isNew) {}

    /** Whether it tells of nothing new. */
    boolean isEmpty() {
        return toDevice.messages().isEmpty()
                && lists.isEmpty()
                && keys.filter(Keys::isNew).isEmpty();
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
        keys.ifPresent(left -> left.count().write(out));
    }
}
