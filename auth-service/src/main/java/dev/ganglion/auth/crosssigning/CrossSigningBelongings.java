package dev.ganglion.auth.crosssigning;

import dev.ganglion.auth.deactivation.Belongings;
import dev.ganglion.auth.devicelist.DeviceLists;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.List;

/** The keys of a user who is no more; their signatures, and those on them, go with them. */
@Component
class CrossSigningBelongings implements Belongings {
    private final CrossSigningKeys keys;
    private final DeviceLists deviceLists;

    CrossSigningBelongings(CrossSigningKeys keys, DeviceLists deviceLists) {
        this.keys = keys;
        this.deviceLists = deviceLists;
    }

    @Override
    public Mono<Void> deleteOf(UserId user) {
        return deviceLists.change(
                changes ->
                        keys.deleteAll(user)
                                .filter(isAny -> isAny)
                                .flatMap(_ -> changes.ofUsers(List.of(user))));
    }
}
