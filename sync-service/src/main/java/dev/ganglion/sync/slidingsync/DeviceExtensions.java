package dev.ganglion.sync.slidingsync;

import dev.ganglion.service.identity.Requester;
import dev.ganglion.sync.device.DeviceRef;
import dev.ganglion.sync.devicelist.ChangedLists;
import dev.ganglion.sync.devicelist.DeviceLists;
import dev.ganglion.sync.json.JsonBytes;
import dev.ganglion.sync.keycount.KeyCount;
import dev.ganglion.sync.keycount.KeyCounts;
import dev.ganglion.sync.slidingsync.ExtensionRequests.Messages;
import dev.ganglion.sync.todevice.Delivery;
import dev.ganglion.sync.todevice.ToDevice;
import dev.ganglion.sync.todevice.ToDeviceMessage;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The extensions {@code to_device} and {@code e2ee}. Without a device there is nothing to tell. */
@Component
class DeviceExtensions {
    private final ToDevice toDevice;
    private final DeviceLists lists;
    private final KeyCounts keyCounts;

    DeviceExtensions(ToDevice toDevice, DeviceLists lists, KeyCounts keyCounts) {
        this.toDevice = toDevice;
        this.lists = lists;
        this.keyCounts = keyCounts;
    }

    /** What a client names as its last messages has arrived, and is never delivered again. */
    Mono<Void> acknowledge(Requester requester, ExtensionRequests asked) {
        Optional<DeviceRef> device = DeviceRef.of(requester);
        return Mono.justOrEmpty(asked.toDevice().flatMap(Messages::since))
                .filter(_ -> device.isPresent())
                .filterWhen(toDevice::reach)
                .flatMap(since -> toDevice.hasArrived(device.orElseThrow(), since));
    }

    Mono<List<Extension>> of(Look look) {
        ExtensionRequests asked = look.question().request().extensions();
        Optional<DeviceRef> device = DeviceRef.of(look.question().requester());
        List<Mono<Extension>> answers = new ArrayList<>();
        asked.toDevice().ifPresent(messages -> answers.add(toDevice(look, device, messages)));
        if (asked.hasKeys()) {
            answers.add(keys(look, device));
        }
        return Flux.concat(answers).collectList();
    }

    private Mono<Extension> toDevice(Look look, Optional<DeviceRef> device, Messages asked) {
        long now = look.context().now().toDevice();
        Optional<Long> since = asked.since().filter(position -> position <= now);
        return Mono.justOrEmpty(device)
                .flatMap(
                        ref ->
                                since.map(after -> toDevice.between(ref, after, now))
                                        .orElseGet(() -> toDevice.waiting(ref, now)))
                .defaultIfEmpty(new Delivery(List.of(), now))
                .map(delivery -> limited(delivery, asked.limit()))
                .map(
                        delivery ->
                                new Extension(
                                        "to_device",
                                        delivery.messages().isEmpty(),
                                        out -> write(out, delivery)));
    }

    private static Delivery limited(Delivery delivery, int limit) {
        List<ToDeviceMessage> messages = delivery.messages();
        return messages.size() <= limit
                ? delivery
                : new Delivery(messages.subList(0, limit), messages.get(limit - 1).position());
    }

    private static void write(JsonBytes out, Delivery delivery) {
        out.beginObject().key("next_batch").string(Long.toString(delivery.upTo()));
        out.key("events").beginArray();
        delivery.messages().forEach(message -> message.write(out));
        out.endArray().endObject();
    }

    private Mono<Extension> keys(Look look, Optional<DeviceRef> device) {
        return Mono.zip(changed(look), counts(look, device), DeviceExtensions::keys);
    }

    private static Extension keys(ChangedLists lists, Counts counts) {
        return new Extension(
                "e2ee",
                lists.isEmpty() && !counts.areNew(),
                out -> {
                    lists.write(out.beginObject().key("device_lists"));
                    counts.left().ifPresent(count -> count.write(out));
                    out.endObject();
                });
    }

    private Mono<ChangedLists> changed(Look look) {
        return look.question()
                .since()
                .map(
                        since ->
                                lists.between(
                                        look.context().user(),
                                        since,
                                        look.context().now(),
                                        look.context().rooms()))
                .orElseGet(() -> Mono.just(ChangedLists.NONE));
    }

    /**
     * What the device has left to be claimed.
     *
     * @param areNew whether it may be something else than it has been told
     */
    private record Counts(Optional<KeyCount> left, boolean areNew) {}

    private Mono<Counts> counts(Look look, Optional<DeviceRef> device) {
        return Mono.justOrEmpty(device)
                .flatMap(ref -> counts(look, ref))
                .defaultIfEmpty(new Counts(Optional.empty(), false));
    }

    private Mono<Counts> counts(Look look, DeviceRef device) {
        long now = look.context().now().deviceLists();
        return look.question()
                .since()
                .map(
                        since -> {
                            boolean areNew =
                                    keyCounts.mayHaveChanged(device, since.deviceLists(), now);
                            return keyCounts
                                    .of(device)
                                    .map(count -> new Counts(Optional.of(count), areNew));
                        })
                .orElseGet(
                        () ->
                                keyCounts
                                        .ofNewcomer(device)
                                        .map(count -> new Counts(Optional.of(count), true)));
    }
}
