package dev.ganglion.sync.upgrade;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.sync.accountdata.AccountData;
import dev.ganglion.sync.pushrules.PushRules;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/**
 * Copies what one user keeps for a room into the one that replaces it. Nothing is written over, so
 * that it may be begun again after a crash.
 */
@Component
class Inheritance {
    private static final String TAGS = "m.tag";
    private static final String DIRECT = "m.direct";

    private final AccountData accountData;
    private final PushRules pushRules;
    private final DirectRooms directRooms;

    Inheritance(AccountData accountData, PushRules pushRules, DirectRooms directRooms) {
        this.accountData = accountData;
        this.pushRules = pushRules;
        this.directRooms = directRooms;
    }

    Mono<Void> copy(UserId user, Move move) {
        return asFarAsThereIsRoom(tags(user, move))
                .then(asFarAsThereIsRoom(direct(user, move)))
                .then(
                        asFarAsThereIsRoom(
                                pushRules.copyRulesOfRoom(
                                        user, move.from().value(), move.to().value())));
    }

    private Mono<Void> tags(UserId user, Move move) {
        return accountData
                .find(user, move.from().value(), TAGS)
                .filterWhen(_ -> hasNoTags(user, move))
                .flatMap(
                        tags ->
                                accountData.update(
                                        user,
                                        move.to().value(),
                                        TAGS,
                                        before -> before.orElse(tags)));
    }

    private Mono<Boolean> hasNoTags(UserId user, Move move) {
        return accountData.find(user, move.to().value(), TAGS).hasElement().map(has -> !has);
    }

    private Mono<Void> direct(UserId user, Move move) {
        return accountData
                .find(user, AccountData.GLOBAL, DIRECT)
                .filter(rooms -> directRooms.with(rooms, move).isPresent())
                .flatMap(
                        _ ->
                                accountData.update(
                                        user,
                                        AccountData.GLOBAL,
                                        DIRECT,
                                        before ->
                                                before.flatMap(
                                                                rooms ->
                                                                        directRooms.with(
                                                                                rooms, move))
                                                        .or(() -> before)
                                                        .orElse(DirectRooms.NONE)));
    }

    /** Users may keep so much and no more: those who do go without. */
    private static Mono<Void> asFarAsThereIsRoom(Mono<Void> copying) {
        return copying.onErrorComplete(MatrixException::isRefusal);
    }
}
