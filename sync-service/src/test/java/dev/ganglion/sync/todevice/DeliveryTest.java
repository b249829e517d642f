package dev.ganglion.sync.todevice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.device.DeviceRef;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.LongStream;

class DeliveryTest {
    private static final DeviceRef PHONE =
            new DeviceRef(UserId.parse("@bob:test.local"), DeviceId.parse("PHONE"));

    @Test
    void allThatThereIsGoesUpToTheEnd() {
        assertThat(Delivery.of(messages(100, 10), 777).upTo()).isEqualTo(777);
        assertThat(Delivery.of(List.of(), 777).upTo()).isEqualTo(777);
    }

    @Test
    void d03AHundredGoIntoAResponseAndTheTokenStopsAtTheLast() {
        Delivery delivery = Delivery.of(messages(101, 10), 777);

        assertThat(delivery.messages()).hasSize(100);
        assertThat(delivery.upTo()).isEqualTo(100);
    }

    @Test
    void d03LargeMessagesComeInFewerAndOneAlwaysComes() {
        Delivery some = Delivery.of(messages(50, 65_536), 777);
        Delivery one = Delivery.of(messages(2, 2_000_000), 777);

        assertThat(some.messages()).hasSize(16);
        assertThat(some.upTo()).isEqualTo(16);
        assertThat(one.messages()).hasSize(1);
    }

    private static List<ToDeviceMessage> messages(int count, int length) {
        RawJson content = RawJson.ofTrusted(new byte[length]);
        return LongStream.rangeClosed(1, count)
                .mapToObj(at -> new ToDeviceMessage(at, PHONE, 1, "@a:test.local", "m.x", content))
                .toList();
    }
}
