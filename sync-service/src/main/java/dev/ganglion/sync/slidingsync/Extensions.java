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

    Extensions(
            DeviceExtensions devices,
            AccountDataExtension accountData,
            ReceiptExtension receipts,
            TypingExtension typing) {
        this.devices = devices;
        this.accountData = accountData;
        this.receipts = receipts;
        this.typing = typing;
    }

    /** One after the other, for they share what they add to. */
    Mono<List<Extension>> of(Look look, Told told, Covered covered) {
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
        return devices.of(look)
                .flatMapMany(Flux::fromIterable)
                .concatWith(Flux.concat(ofRooms))
                .collectList();
    }
}
