package dev.ganglion.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.service.appservice.ApplicationServices;
import dev.ganglion.service.config.ServerProperties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.SecureRandom;
import java.util.List;
import java.util.Set;

class UsernamesTest {
    private final Usernames usernames =
            new Usernames(
                    new ServerProperties(ServerName.parse("test.local"), "auth"),
                    new AccountProperties(Set.of("admin")),
                    ApplicationServices.read(List.of(), ServerName.parse("test.local")),
                    new SecureRandom());

    @ParameterizedTest
    @CsvSource({
        "alice, @alice:test.local",
        "ALICE, @alice:test.local",
        "a.b_c=d-e/f+1, @a.b_c=d-e/f+1:test.local"
    })
    void aNameIsMappedToItsId(String name, String expected) {
        assertThat(usernames.chosenByAnyone(name)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u212Aate",
                "İstanbul",
                "ﬁsh",
                "alice\u0301",
                "ａlice",
                "al\nice",
                "",
                " ",
                "a:b"
            })
    void a11WhatUnicodeWouldFoldIsRefused(String name) {
        assertThatThrownBy(() -> usernames.chosenByAnyone(name))
                .isInstanceOf(MatrixException.class)
                .extracting(failure -> ((MatrixException) failure).errorCode().code())
                .isEqualTo("M_INVALID_USERNAME");
    }

    @Test
    void theOperatorMayGiveAwayWhatThePublicMayNotTake() {
        assertThat(usernames.chosenByOperator("admin")).hasToString("@admin:test.local");
        assertThat(usernames.chosenByOperator("_bridge")).hasToString("@_bridge:test.local");
        assertThat(usernames.chosenByOperator("42")).hasToString("@42:test.local");
        assertThatThrownBy(() -> usernames.chosenByOperator("moderation"))
                .isInstanceOf(MatrixException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Alice, @alice:test.local",
        "@Alice:test.local, @alice:test.local",
        "alice:test.local, @alice:test.local:test.local"
    })
    void whoeverLogsInNamesThemselvesInFullOrNot(String name, String expected) {
        assertThat(usernames.meant(name).map(Object::toString))
                .isEqualTo(
                        expected.contains(":test.local:")
                                ? java.util.Optional.empty()
                                : java.util.Optional.of(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@alice:elsewhere.org", "@alice", "@", "@:elsewhere", "@a:TEST.LOCAL"})
    void nobodyElseIsMeant(String name) {
        assertThat(usernames.meant(name)).isEmpty();
    }

    @Test
    void generatedNamesDiffer() {
        assertThat(usernames.generated()).isNotEqualTo(usernames.generated());
    }
}
