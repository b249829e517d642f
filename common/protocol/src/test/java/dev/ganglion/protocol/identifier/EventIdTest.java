package dev.ganglion.protocol.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Appendices, "Event IDs"; room versions 1, 3 and 4, "Event IDs". */
class EventIdTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$0:domain",
                "$143273582443PhrSn:example.org:8448",
                "$acR1l0raoZnm60CBwAVgqbZqoO/mYU81xysh1u7XcJk",
                "$Rqnc-F-dvnEYJTyHq_iKxU2bZ1CI92-kuZq3a5lr5Zg"
            })
    void everyVersionsFormIsAccepted(String id) {
        assertThat(EventId.parse(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$",
                "$:domain",
                "$abc",
                "$abc:",
                "abc:domain",
                "$a\0:domain",
                "$Rqnc-F-dvnEYJTyHq_iKxU2bZ1CI92-kuZq3a5lr5Z",
                "$Rqnc-F-dvnEYJTyHq_iKxU2bZ1CI92-kuZq3a5lr5Zg=",
                "$Rqnc-F-dvnEYJTyHq_iKxU2bZ1CI92-kuZq3a5lr5Z!"
            })
    void whatTheGrammarForbidsIsRefused(String id) {
        assertThat(EventId.tryParse(id)).isEmpty();
        assertThatExceptionOfType(InvalidIdentifierException.class)
                .isThrownBy(() -> EventId.parse(id));
    }

    @Test
    void r10_anIdIsAtMost255BytesLong() {
        assertThat(EventId.tryParse("$" + "a".repeat(247) + ":domain")).isPresent();
        assertThat(EventId.tryParse("$" + "a".repeat(248) + ":domain")).isEmpty();
    }

    @Test
    void aDeviceIdIsAnyShortText() {
        assertThat(DeviceId.parse("My Phone é")).hasToString("My Phone é");
        assertThat(DeviceId.tryParse("")).isEmpty();
        assertThat(DeviceId.tryParse("a\0")).isEmpty();
        assertThat(DeviceId.tryParse("a".repeat(256))).isEmpty();
    }
}
