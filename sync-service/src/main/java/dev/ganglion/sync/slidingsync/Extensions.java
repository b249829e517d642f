package dev.ganglion.sync.slidingsync;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;

/** All extensions that a client has enabled. */
@Component
class Extensions {
    private final DeviceExtensions devices;
    private final AccountDataExtension accountData;
    private final ReceiptExtension receipts;
    private final TypingExtension typing;
    private final ThreadSubscriptionExtension threadSubscriptions;

    Extensions(
            DeviceExtensions devices,
            AccountDataExtension accountData,
            ReceiptExtension receipts,
            TypingExtension typing,
            ThreadSubscriptionExtension threadSubscriptions) {
        this.devices = devices;
        this.accountData = accountData;
        this.receipts = receipts;
        this.typing = typing;
        this.threadSubscriptions = threadSubscriptions;
    }

    /**
     * What they answer.
     *
     * @param threadSubscriptions up to where the client will have been told of these
     */
    record Extended(List<Extension> extensions, long threadSubscriptions) {}

    Mono<Extended> of(Look look, Told told, Covered covered) {
        return threadSubscriptions
                .upTo(look)
                .flatMap(
                        upTo ->
                                all(look, told, covered, upTo)
                                        .map(extensions -> new Extended(extensions, upTo)));
    }

    /** One after the other, for they share what they add to. */
    private Mono<List<Extension>> all(Look look, Told told, Covered covered, long upTo) {
        ExtensionRequests asked = look.question().request().extensions();
        List<Mono<Extension>> ofRooms = new ArrayList<>();
        asked.accountData()
                .ifPresent(
                        scope ->
                                ofRooms.add(
                                        Mono.defer(() -> accountData.of(look, scope, covered))));
        asked.receipts()
                .ifPresent(
                        scope ->
                                ofRooms.add(
                                        Mono.defer(() -> receipts.of(look, scope, told, covered))));
        asked.typing()
                .ifPresent(scope -> ofRooms.add(Mono.fromSupplier(() -> typing.of(look, scope))));
        asked.threadSubscriptions()
                .ifPresent(
                        limit ->
                                ofRooms.add(
                                        Mono.defer(
                                                () -> threadSubscriptions.of(look, upTo, limit))));
        return devices.of(look)
                .flatMapMany(Flux::fromIterable)
                .concatWith(Flux.concat(ofRooms))
                .collectList();
    }
}
