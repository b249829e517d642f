package dev.ganglion.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    @ParameterizedTest
    @CsvSource({
        "Alice@Example.ORG, alice@example.org",
        "a.b+c@mail.example, a.b+c@mail.example",
        "o'neill@example.org, o'neill@example.org",
        "a@localhost, a@localhost",
        "a@bücher.example, a@xn--bcher-kva.example",
        "a@BÜCHER.example, a@xn--bcher-kva.example",
        "a@xn--bcher-kva.example, a@xn--bcher-kva.example"
    })
    void anAddressHasOneForm(String given, String stored) {
        assertThat(EmailAddress.tryParse(given)).hasValue(new EmailAddress(stored));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a@",
                "@b",
                "a",
                "a@b@c",
                "a b@c.d",
                "a..b@c.d",
                ".a@c.d",
                "a.@c.d",
                "a@c..d",
                "a@.c",
                "a@c.",
                "a@-c.d",
                "a@c-.d",
                "a@1.2.3.4",
                "a@[1.2.3.4]",
                "\"a\"@c.d",
                "a(b)@c.d",
                "<a@c.d>",
                "A <a@c.d>",
                "a@c.d,b@c.d",
                "a@c.d\r\nBcc: b@c.d",
                "a\r\nBcc: x@c.d",
                "a\u0000@c.d",
                "\u212Aim@c.d",
                "ü@c.d",
                "a@c_d.e",
                "a@c.d\n",
                " a@c.d"
            })
    void whatIsNoAddressIsRefused(String given) {
        assertThat(EmailAddress.tryParse(given)).isEmpty();
    }

    @Test
    void anAddressIsNotLongerThanMailAllows() {
        assertThat(EmailAddress.tryParse("a".repeat(64) + "@c.d")).isPresent();
        assertThat(EmailAddress.tryParse("a".repeat(65) + "@c.d")).isEmpty();
        assertThat(EmailAddress.tryParse("a@" + "b".repeat(64) + ".d")).isEmpty();
        assertThat(EmailAddress.tryParse("a@" + "b.".repeat(200) + "d")).isEmpty();
    }

    @Test
    void anAddressIsNotWrittenIntoLogs() {
        assertThat(new EmailAddress("a@b.c").toString()).doesNotContain("a@b.c");
    }
}
