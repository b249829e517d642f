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
 * stored.
 */
@Service
public class PushRules {
    /** The type of the account data in which clients see them. */
    public static final String TYPE = "m.push_rules";

    private final AccountData accountData;

    PushRules(AccountData accountData) {
        this.accountData = accountData;
    }

    /** The content of {@code m.push_rules} for a user who has changed nothing. */
    public byte[] defaultContent(UserId user) {
        return CanonicalJson.encode(defaultRules(user).content());
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
                .map(content -> new RuleSet(Json.parseObject(content)))
                .switchIfEmpty(Mono.fromCallable(() -> defaultRules(user)));
    }

    Mono<Void> change(UserId user, UnaryOperator<RuleSet> change) {
        return accountData.update(
                user,
                AccountData.GLOBAL,
                TYPE,
                before -> CanonicalJson.encode(change.apply(stored(user, before)).content()));
    }

    private static RuleSet stored(UserId user, Optional<byte[]> content) {
        return content.map(json -> new RuleSet(Json.parseObject(json)))
                .orElseGet(() -> defaultRules(user));
    }

    private static RuleSet defaultRules(UserId user) {
        return new RuleSet(DefaultRules.content(user));
    }
}
