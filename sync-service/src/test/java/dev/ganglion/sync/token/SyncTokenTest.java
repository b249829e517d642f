package dev.ganglion.sync.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ganglion.sync.token.SyncToken.PresenceMark;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncTokenTest {
    private static final String WITHOUT_PRESENCE = "s0-1_0-2_0-3_0-4_0-5_6-7";

    @Test
    void aTokenReadsAsItIsWritten() {
        SyncToken token =
                SyncToken.parse(WITHOUT_PRESENCE).withPresence(new PresenceMark(999_999_999, 8));

        assertThat(token.toString()).isEqualTo(WITHOUT_PRESENCE + "_999999999-8");
        assertThat(SyncToken.parse(token.toString())).isEqualTo(token);
    }

    @Test
    void whoHasNotBeenToldOfPresenceHasATokenWithoutIt() {
        SyncToken token = SyncToken.parse(WITHOUT_PRESENCE);

        assertThat(token.presence()).isEqualTo(PresenceMark.NONE);
        assertThat(token).hasToString(WITHOUT_PRESENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_", "_1", "_-1", "_1-", "_1-x", "_1-1_", "_1234567890-1", "_1--1"})
    void d03WhatIsNoMarkIsNoToken(String end) {
        assertThat(SyncToken.tryParse(WITHOUT_PRESENCE + end)).isEmpty();
    }
}
