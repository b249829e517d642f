package dev.ganglion.auth.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.SearchResultEntry;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class SubjectTest {
    private static Optional<String> subject(Attribute attribute) {
        return Subject.of(
                new SearchResultEntry("uid=alice,dc=org", new Attribute[] {attribute}), "id");
    }

    @Test
    void textIsTakenAsItIs() {
        assertThat(subject(new Attribute("id", "597ae2f6-16a6-1027-98f4-d28b5365dc14")))
                .hasValue("597ae2f6-16a6-1027-98f4-d28b5365dc14");
    }

    @Test
    void bytesBecomeHexadecimal() {
        assertThat(subject(new Attribute("id", new byte[] {0, 'a', -1}))).hasValue("hex:0061ff");
    }

    @Test
    void whatIsMissingEmptyOrNotOneIsNobody() {
        assertThat(subject(new Attribute("other", "x"))).isEmpty();
        assertThat(subject(new Attribute("id", ""))).isEmpty();
        assertThat(subject(new Attribute("id", "x".repeat(256)))).isEmpty();
        assertThat(subject(new Attribute("id", "x", "y"))).isEmpty();
    }
}
