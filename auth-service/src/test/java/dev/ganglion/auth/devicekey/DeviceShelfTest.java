package dev.ganglion.auth.devicekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ganglion.auth.devicekey.DeviceShelf.StoredDevice;
import dev.ganglion.auth.devicelist.UserDevice;
import dev.ganglion.protocol.e2ee.DeviceKeys;
import dev.ganglion.protocol.e2ee.KeyName;
import dev.ganglion.protocol.e2ee.OneTimeKey;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Several uploads of one device in one batch. */
class DeviceShelfTest {
    private static final UserDevice DEVICE =
            new UserDevice(UserId.parse("@alice:example.org"), DeviceId.parse("D"));

    @Test
    void eachUploadCountsForThoseAfterIt() {
        DeviceShelf shelf = shelf(Optional.empty(), Map.of("x", 1L));

        assertThat(shelf.put(oneTimeKeys(key("a", "1"), key("b", "1")), 4)).containsEntry("x", 3L);
        assertThat(shelf.put(oneTimeKeys(key("b", "1"), key("c", "1")), 4)).containsEntry("x", 4L);
        refused(shelf, oneTimeKeys(key("d", "1")));
        refused(shelf, oneTimeKeys(key("a", "another")));

        assertThat(shelf.newOneTimeKeys().keySet())
                .extracting(KeyName::identifier)
                .containsExactly("a", "b", "c");
    }

    @Test
    void aRefusedUploadLeavesNothing() {
        DeviceShelf shelf = shelf(Optional.empty(), Map.of());

        refused(
                shelf,
                oneTimeKeys(
                        key("a", "1"), key("b", "1"), key("c", "1"), key("d", "1"), key("e", "1")));

        assertThat(shelf.newOneTimeKeys()).isEmpty();
        assertThat(shelf.isCountChanged()).isFalse();
    }

    @Test
    void anotherIdentityDropsWhatWasUploadedBeforeInTheBatch() {
        DeviceShelf shelf = shelf(Optional.of(keys("one")), Map.of("x", 3L));
        shelf.put(oneTimeKeys(key("a", "1")), 4);

        Map<String, Long> counts = shelf.put(identity("two"), 4);

        assertThat(counts).isEmpty();
        assertThat(shelf.isReset()).isTrue();
        assertThat(shelf.newOneTimeKeys()).isEmpty();
        assertThat(shelf.newKeys()).hasValue(keys("two"));
    }

    @Test
    void theSameKeysAreNotNew() {
        DeviceShelf shelf = shelf(Optional.of(keys("one")), Map.of("x", 3L));

        shelf.put(identity("one"), 4);

        assertThat(shelf.newKeys()).isEmpty();
        assertThat(shelf.isReset()).isFalse();
        assertThat(shelf.isCountChanged()).isFalse();
    }

    private static void refused(DeviceShelf shelf, KeyUpload upload) {
        assertThatExceptionOfType(MatrixException.class).isThrownBy(() -> shelf.put(upload, 4));
    }

    private static DeviceShelf shelf(Optional<JsonObject> keys, Map<String, Long> counts) {
        var stored = new StoredDevice(keys, false, Optional.empty());
        return new DeviceShelf(DEVICE, stored, counts, Map.of(), List.of());
    }

    private static KeyUpload oneTimeKeys(OneTimeKey... keys) {
        return new KeyUpload(DEVICE, Optional.empty(), Map.of(), Arrays.asList(keys), List.of());
    }

    private static KeyUpload identity(String key) {
        var keys = new DeviceKeys(DEVICE.userId(), DEVICE.deviceId(), keys(key));
        return new KeyUpload(DEVICE, Optional.of(keys), Map.of(), List.of(), List.of());
    }

    private static JsonObject keys(String key) {
        return Json.parseObject("{\"keys\": {\"curve25519:D\": \"%s\"}}".formatted(key));
    }

    private static OneTimeKey key(String name, String text) {
        return new OneTimeKey(new KeyName("x", name), new JsonString(text));
    }
}
