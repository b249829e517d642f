package dev.ganglion.sync.todevice;

import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.device.DeviceRef;
import dev.ganglion.sync.json.JsonBytes;

/**
 * A message that waits for a device.
 *
 * @param created when that device was created, in microseconds since 1970
 */
public record ToDeviceMessage(
        long position,
        DeviceRef device,
        long created,
        String sender,
        String type,
        RawJson content) {
    /** As an event of a sync response. */
    public void write(JsonBytes out) {
        out.beginObject().key("sender").string(sender).key("type").string(type);
        out.key("content").raw(content.bytes()).endObject();
    }
}
