package dev.ganglion.sync.response;

import dev.ganglion.service.identity.Requester;
import dev.ganglion.sync.accountdata.AccountData;
import dev.ganglion.sync.device.DeviceRef;
import dev.ganglion.sync.devicelist.DeviceChanges;
import dev.ganglion.sync.receipt.Receipts;
import dev.ganglion.sync.ring.EventStream;
import dev.ganglion.sync.todevice.ToDevice;
import dev.ganglion.sync.token.SyncToken;
import dev.ganglion.sync.token.SyncToken.PresenceMark;
import dev.ganglion.sync.typing.Typing;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/** All streams of a token together. */
@Component
public class Streams {
    private final EventStream events;
    private final AccountData accountData;
    private final Receipts receipts;
    private final ToDevice toDevice;
    private final DeviceChanges deviceChanges;
    private final Typing typing;

    Streams(
            EventStream events,
            AccountData accountData,
            Receipts receipts,
            ToDevice toDevice,
            DeviceChanges deviceChanges,
            Typing typing) {
        this.events = events;
        this.accountData = accountData;
        this.receipts = receipts;
        this.toDevice = toDevice;
        this.deviceChanges = deviceChanges;
        this.typing = typing;
    }

    /** Catches up with a token of another replica; false when no replica can have got that far. */
    public Mono<Boolean> reach(SyncToken token) {
        return events.reach(token.events())
                .filter(reached -> reached)
                .flatMap(reached -> accountData.reach(token.accountData()))
                .filter(reached -> reached)
                .flatMap(reached -> receipts.reach(token.receipts()))
                .filter(reached -> reached)
                .flatMap(reached -> toDevice.reach(token.toDevice()))
                .filter(reached -> reached)
                .flatMap(reached -> deviceChanges.reach(token.deviceLists()))
                .defaultIfEmpty(false);
    }

    /** A client that asks on from a token has what was delivered up to it. */
    Mono<Void> acknowledge(Requester requester, SyncToken token) {
        return DeviceRef.of(requester)
                .map(device -> toDevice.hasArrived(device, token.toDevice()))
                .orElse(Mono.empty());
    }

    /** Where a response ends that is made now, but for presence. */
    public SyncToken now(long eventPosition) {
        return new SyncToken(
                eventPosition,
                accountData.position(),
                receipts.position(),
                toDevice.position(),
                deviceChanges.position(),
                typing.mark(),
                PresenceMark.NONE);
    }
}
