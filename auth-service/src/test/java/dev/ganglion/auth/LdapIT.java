package dev.ganglion.auth;

import static dev.ganglion.auth.AuthDriver.V3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.unboundid.ldap.sdk.LDAPException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class LdapIT extends LdapServiceIT {
    @Test
    void theFirstLoginMakesTheAccountAndLaterOnesFindIt() {
        String name = someone();

        AuthDriver.Session first = loggedIn(name);

        assertThat(first.userId()).isEqualTo("@" + name + ":test.local");
        assertThat(loggedIn(name).userId()).isEqualTo(first.userId());
        await().untilAsserted(
                        () ->
                                assertThat(RoomServiceDouble.INSTANCE.displayNames())
                                        .containsEntry(first.userId(), "Name of " + name));
    }

    @Test
    void whateverNameFindsThemTheAccountIsTheSame() {
        String name = someone();

        assertThat(auth.login("7" + name, SECRET).isOk().string("user_id"))
                .isEqualTo("@" + name + ":test.local");
    }

    /** Binds of anybody but the reader, who binds for connections. */
    private static List<String> binds() {
        return BINDS.stream().filter(dn -> !dn.startsWith("cn=reader")).toList();
    }

    @Test
    void a06AWrongPasswordAndAnUnknownUserAreRefusedAlike() {
        String name = someone();

        BINDS.clear();
        Answer wrong = auth.login(name, "wrong").isRefused(403, "M_FORBIDDEN");
        Answer unknown = auth.login("nobody-" + name, "wrong").isRefused(403, "M_FORBIDDEN");

        assertThat(unknown.body()).isEqualTo(wrong.body());
        assertThat(binds()).as("one bind for each").hasSize(2);
    }

    @Test
    void anEmptyPasswordReachesNoBind() {
        String name = someone();
        BINDS.clear();

        auth.login(name, "").isRefused(403, "M_FORBIDDEN");

        assertThat(binds()).isEmpty();
        assertThat(count("account where user_id = '@" + name + ":test.local'")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "some*",
                "x)(uid=*",
                "*)(|(uid=*",
                "x)(objectClass=*))(|(uid=x",
                "\\\\2a",
                "(uid=x)"
            })
    void whatSomebodyTypesIsNoFilter(String typed) {
        someone();

        auth.login(typed, SECRET).isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void aNameOfTwoPeopleIsNobodys() {
        String number = AuthDriver.freshName();
        add(AuthDriver.freshName(), "employeeNumber: " + number);
        add(AuthDriver.freshName(), "employeeNumber: " + number);

        auth.login(number, SECRET).isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void whoeverHasAPasswordHereKeepsIt() {
        AuthDriver.Session alice = auth.registered();
        add(alice.localpart(), "sn: y");

        auth.login(alice.userId(), SECRET).isRefused(403, "M_FORBIDDEN");
        auth.login(alice.userId(), AuthDriver.PASSWORD).isOk();
    }

    @Test
    void theDirectorysPasswordConfirmsOperations() {
        AuthDriver.Session alice = loggedIn(someone());
        String deactivate = V3 + "account/deactivate";
        alice.post(deactivate, "{\"auth\": %s}".formatted(alice.passwordAuth("wrong")))
                .isRefused(401, "M_FORBIDDEN");

        alice.post(deactivate, "{\"auth\": %s}".formatted(alice.passwordAuth(SECRET))).isOk();
    }

    @Test
    void theDirectorysPasswordIsNotChangedHere() {
        AuthDriver.Session alice = loggedIn(someone());
        AuthDriver.Session other = loggedIn(alice.localpart());

        alice.post(
                        V3 + "account/password",
                        "{\"new_password\": \"a wholly new password\", \"auth\": %s}"
                                .formatted(alice.passwordAuth(SECRET)))
                .isRefused(403, "M_FORBIDDEN");

        other.get(V3 + "account/whoami").isOk();
        assertThat(
                        count(
                                "account where user_id = '%s' and password_hash is null"
                                        .formatted(alice.userId())))
                .isOne();
        assertThat(canChangePassword(alice)).isFalse();
        assertThat(canChangePassword(auth.registered())).isTrue();
    }

    private static boolean canChangePassword(AuthDriver.Session user) {
        return user.get(V3 + "capabilities")
                .isOk()
                .body()
                .object("capabilities")
                .flatMap(all -> all.object("m.change_password"))
                .flatMap(capability -> capability.bool("enabled"))
                .orElseThrow();
    }

    @Test
    void a16TheNextOfTheSameNameDoesNotGetTheAccountOfTheOneBefore() throws LDAPException {
        String name = someone();
        AuthDriver.Session former = loggedIn(name);
        DIRECTORY.delete("uid=" + name + ",ou=people,dc=example,dc=org");
        add(name, "sn: y");

        auth.login(name, SECRET).isRefused(403, "M_FORBIDDEN");

        assertThat(count("device where user_id = '" + former.userId() + "'")).isOne();
    }

    @Test
    void a02ADeactivatedUserDoesNotGetInByTheDirectory() {
        String name = someone();
        AuthDriver.Session alice = loggedIn(name);
        alice.post(
                        V3 + "account/deactivate",
                        "{\"auth\": %s}".formatted(alice.passwordAuth(SECRET)))
                .isOk();

        auth.login(name, SECRET).isRefused(403, "M_FORBIDDEN");
    }

    @Test
    void a07WrongPasswordsOfTheDirectoryAreCounted() {
        String name = someone();
        for (int i = 0; i < 10; i++) {
            auth.login(name, "wrong").isRefused(403, "M_FORBIDDEN");
        }

        auth.login(name, SECRET).isRefused(429, "M_LIMIT_EXCEEDED");
    }

    @Test
    void whileTheDirectoryIsAwayItsPeopleAreToldAndOthersLogIn() throws LDAPException {
        String name = someone();
        AuthDriver.Session local = auth.registered();
        String user = local.userId();
        int port = DIRECTORY.getListenPort();
        DIRECTORY.shutDown(true);

        auth.login(name, SECRET).isRefused(503, "M_UNKNOWN");
        auth.login(user, AuthDriver.PASSWORD).isOk();

        assertThat(port).isPositive();
    }
}
