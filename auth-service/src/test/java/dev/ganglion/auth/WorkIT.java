package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.PASSWORD;
import static dev.ganglion.auth.AuthDriver.V3;
import static dev.ganglion.auth.AuthDriver.freshName;
import static dev.ganglion.auth.EncryptionKeys.QUERY;
import static dev.ganglion.auth.Mailbox.freshAddress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.auth.EncryptionKeys.Device;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.testing.StatementLog;

import io.micrometer.core.instrument.MeterRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.TestPropertySource;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a request costs that names somebody: as much as for anybody else, there or not, so that no
 * clock tells who is. Counted in hashes and statements, for a test that measures time would fail on
 * a busy machine and pass on a quick one.
 */
@TestPropertySource(
        properties = {
            "ganglion.deactivation.retry-interval=1h",
            "ganglion.key-backup.discard-interval=1h"
        })
class WorkIT extends EmailServiceIT {
    @Autowired private StatementLog statements;
    @Autowired private MeterRegistry meters;

    @TestConfiguration
    static class Listening {
        @Bean
        static StatementLog statementLog() {
            return new StatementLog();
        }
    }

    @Test
    void keysOfManyAreQueriedInAsManyStatementsAsThoseOfOne() {
        AuthDriver.Session reader = auth.registered();
        List<String> users =
                Stream.generate(() -> Device.known(auth.registered()).user()).limit(20).toList();

        Work one = of(() -> reader.post(QUERY, queryOf(users.subList(0, 1))).isOk());
        Work many = of(() -> reader.post(QUERY, queryOf(users)).isOk());

        assertThat(many.statements()).isEqualTo(one.statements()).as("and the token").hasSize(4);
    }

    @Test
    void aLoginOnANewDeviceIsFourStatements() {
        String name = known();

        Work login = of(() -> auth.login(name, PASSWORD).isOk());

        assertThat(login.hashes()).isEqualTo(1);
        assertThat(login.statements()).hasSize(4);
    }

    private static String queryOf(List<String> users) {
        JsonObject.Builder named = JsonObject.builder();
        users.forEach(user -> named.put(user, JsonArray.EMPTY));
        return JsonObject.EMPTY.with("device_keys", named.build()).toString();
    }

    /**
     * @param hashes of passwords
     * @param statements for the database
     */
    record Work(Answer answer, long hashes, List<String> statements) {}

    /** Of three times the one that coincided with the least of what goes on in the background. */
    private Work of(Supplier<Answer> request) {
        return Stream.generate(() -> once(request))
                .limit(3)
                .min(Comparator.comparingInt(work -> work.statements().size()))
                .orElseThrow();
    }

    private Work once(Supplier<Answer> request) {
        long before = hashes();
        Answer[] answer = new Answer[1];
        List<String> asked = statements.during(() -> answer[0] = request.get());
        return new Work(answer[0], hashes() - before, asked);
    }

    private long hashes() {
        return meters.get("ganglion.password.hash.duration").timer().count();
    }

    private String known() {
        String name = freshName();
        auth.register(name);
        return name;
    }

    private String knownWith(String change) {
        String name = known();
        database.sql("update auth.account set " + change + " where user_id = :user")
                .bind("user", "@" + name + ":test.local")
                .then()
                .block();
        return name;
    }

    private String deactivated() {
        AuthDriver.Session alice = auth.registered();
        String name = alice.localpart();
        alice.post(V3 + "account/deactivate", "{\"auth\": " + alice.passwordAuth() + "}").isOk();
        return name;
    }

    @Test
    void a06AWrongPasswordCostsTheSameWhoeverIsNamed() {
        Map<String, String> names = new TreeMap<>();
        names.put("unknown", freshName());
        names.put("deactivated", deactivated());
        names.put("locked", knownWith("is_locked = true"));
        names.put("suspended", knownWith("is_suspended = true"));
        names.put("administrator", knownWith("is_admin = true"));
        names.put("without a password", knownWith("password_hash = null"));
        names.put("reserved", "admin");
        names.put("of the suite", "moderation");
        names.put("of another server", "@somebody:elsewhere.example");
        String somebody = known();
        Work wrong = of(() -> auth.login(somebody, "wrong"));

        assertThat(wrong.hashes()).isEqualTo(1);
        assertThat(wrong.statements()).isNotEmpty();
        wrong.answer().isRefused(403, "M_FORBIDDEN");
        names.forEach(
                (who, name) ->
                        assertThat(of(() -> auth.login(name, "wrong"))).as(who).isEqualTo(wrong));
    }

    @Test
    void a06AWrongPasswordCostsTheSameWhosoeverAddressIsNamed() {
        String known = freshAddress();
        registered(known);
        String locked = freshAddress();
        AuthDriver.Session lockedUser = registered(locked);
        database.sql("update auth.account set is_locked = true where user_id = :user")
                .bind("user", lockedUser.userId())
                .then()
                .block();
        String former = freshAddress();
        AuthDriver.Session gone = registered(former);
        gone.post(V3 + "account/deactivate", "{\"auth\": " + gone.passwordAuth() + "}").isOk();

        Work wrong = of(() -> loginBy(known, "wrong"));

        assertThat(wrong.hashes()).isEqualTo(1);
        wrong.answer().isRefused(403, "M_FORBIDDEN");
        for (String other : List.of(freshAddress(), locked, former)) {
            assertThat(of(() -> loginBy(other, "wrong"))).isEqualTo(wrong);
        }
    }

    @Test
    void a06TheRightPasswordOfADeactivatedAccountCostsWhatAWrongOneCosts() {
        String gone = deactivated();
        String somebody = known();

        assertThat(of(() -> auth.login(gone, PASSWORD)))
                .isEqualTo(of(() -> auth.login(somebody, "wrong")));
    }

    @ParameterizedTest
    @ValueSource(strings = {REGISTRATION, RESET, ADDING})
    void a06AMailIsAsMuchWorkToAKnownAddressAsToAnUnknownOne(String endpoint) {
        String known = freshAddress();
        registered(known);
        String unknown = freshAddress();
        int before = mailbox.of(known).size();

        List<String> toKnown = of(() -> asking(endpoint, known)).statements();
        List<String> toUnknown = of(() -> asking(endpoint, unknown)).statements();

        assertThat(toKnown).isNotEmpty().isEqualTo(toUnknown);
        mailbox.newest(known, before + 3);
        mailbox.newest(unknown, 3);
    }

    private Answer asking(String endpoint, String address) {
        return auth.post(endpoint, request(address, UUID.randomUUID().toString(), 1)).isOk();
    }
}
