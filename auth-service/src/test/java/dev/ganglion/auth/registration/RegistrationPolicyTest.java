package dev.ganglion.auth.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.auth.interactive.Flows;

import org.junit.jupiter.api.Test;

import java.util.List;

class RegistrationPolicyTest {
    private static final String DUMMY = "m.login.dummy";
    private static final String EMAIL = "m.login.email.identity";
    private static final String TERMS = "m.login.terms";

    @Test
    void withoutAnyDemandThereIsTheDummyStage() {
        assertThat(RegistrationPolicy.flows(List.of(), false, false)).isEqualTo(Flows.of(DUMMY));
        assertThat(RegistrationPolicy.flows(List.of(TERMS), false, false))
                .isEqualTo(Flows.of(TERMS));
    }

    @Test
    void noFlowIsTheBeginningOfAnother() {
        assertThat(RegistrationPolicy.flows(List.of(TERMS), false, true))
                .isEqualTo(new Flows(List.of(List.of(TERMS, DUMMY), List.of(TERMS, EMAIL))));
    }

    @Test
    void anAddressThatIsRequiredIsInEveryFlow() {
        assertThat(RegistrationPolicy.flows(List.of(TERMS), true, true))
                .isEqualTo(new Flows(List.of(List.of(TERMS, EMAIL))));
    }
}
