package dev.ganglion.sync.pushrules;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.push.DefaultRules;
import dev.ganglion.sync.accountdata.AccountData;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The rules of each user. Until a user changes one they are the default rules, and nothing is
 * stored. What is stored is always read with the default rules of today, so that a rule which a
 * later version brings is there for everybody.
 */
@Service
public class PushRules {
    /** The type of the account data in which clients see them. */
    public static final String TYPE = "m.push_rules";

    private final AccountData accountData;

    PushRules(AccountData accountData) {
        this.accountData = accountData;
    }

    /** The content of {@code m.push_rules} as clients read it, from what is stored of it. */
    public byte[] content(UserId user, Optional<byte[]> stored) {
        return CanonicalJson.encode(rules(user, stored).content());
    }

    /**
     * What a user has said about one room holds for another as well. Rules that are there already
     * stay as they are.
     */
    public Mono<Void> copyRulesOfRoom(UserId user, String from, String to) {
        RoomRules rules = new RoomRules(from, to);
        return get(user)
                .filter(set -> !rules.copied(set).equals(set))
                .flatMap(_ -> change(user, rules::copied));
    }

    Mono<RuleSet> get(UserId user) {
        return accountData
                .find(user, AccountData.GLOBAL, TYPE)
                .map(content -> rules(user, Optional.of(content)))
                .switchIfEmpty(Mono.fromCallable(() -> rules(user, Optional.empty())));
    }

    Mono<Void> change(UserId user, UnaryOperator<RuleSet> change) {
        return accountData.update(
                user,
                AccountData.GLOBAL,
                TYPE,
                before -> CanonicalJson.encode(change.apply(rules(user, before)).content()));
    }

    private static RuleSet rules(UserId user, Optional<byte[]> stored) {
        return new RuleSet(
                stored.map(json -> DefaultRules.completed(Json.parseObject(json), user))
                        .orElseGet(() -> DefaultRules.content(user)));
    }
}
