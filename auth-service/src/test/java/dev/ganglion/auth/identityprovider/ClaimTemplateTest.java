package dev.ganglion.auth.identityprovider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

class ClaimTemplateTest {
    @Test
    void claimsStandInForTheirNames() {
        ClaimTemplate template = ClaimTemplate.parse("{given_name} {family_name}!").orElseThrow();

        assertThat(template.filled(Map.of("given_name", "$1", "family_name", "{given_name}")))
                .hasValue("$1 {given_name}!");
    }

    @Test
    void aMissingClaimOrOneThatIsNoTextLeavesNothing() {
        ClaimTemplate template = ClaimTemplate.parse("{name}").orElseThrow();

        assertThat(template.filled(Map.of())).isEmpty();
        assertThat(template.filled(Map.of("name", 3))).isEmpty();
        assertThat(template.filled(Map.of("name", " "))).isEmpty();
    }
}
