package dev.ganglion.sync.pushrules;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.push.DefaultRules;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.accountdata.AccountData;
import dev.ganglion.sync.accountdata.AccountDatum;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
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
     * Global account data as a client is told them: with the push rules completed, and with the
     * default ones for a client that begins, though most users never change one.
     */
    public List<AccountDatum> completed(
            UserId user, List<AccountDatum> accountData, boolean isBeginning) {
        List<AccountDatum> told =
                new ArrayList<>(accountData.stream().map(this::completed).toList());
        if (isBeginning && told.stream().noneMatch(PushRules::arePushRules)) {
            told.add(datum(user, Optional.empty(), 0));
        }
        return told;
    }

    private AccountDatum completed(AccountDatum datum) {
        return arePushRules(datum)
                ? datum(datum.userId(), Optional.of(datum.content().bytes()), datum.position())
                : datum;
    }

    private static boolean arePushRules(AccountDatum datum) {
        return datum.type().equals(TYPE);
    }

    private AccountDatum datum(UserId user, Optional<byte[]> stored, long position) {
        RawJson rules = RawJson.ofTrusted(content(user, stored));
        return new AccountDatum(user, AccountData.GLOBAL, TYPE, rules, position);
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
