package dev.ganglion.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.util.Map;

class LimitClassTest {
    @Test
    void theNamesAndDefaultsAreThese() {
        var table = bind(Map.of()).table();

        assertThat(table)
                .containsEntry(LimitClass.REGISTRATION, Map.of(LimitKey.IP, new Allowance(0.5, 20)))
                .containsEntry(LimitClass.LOGIN, Map.of(LimitKey.IP, new Allowance(2, 40)))
                .containsEntry(
                        LimitClass.ACCOUNT,
                        Map.of(
                                LimitKey.IP, new Allowance(5, 100),
                                LimitKey.USER, new Allowance(1, 20)))
                .containsEntry(
                        LimitClass.SEND,
                        Map.of(
                                LimitKey.USER, new Allowance(20, 200),
                                LimitKey.DEVICE, new Allowance(20, 200),
                                LimitKey.ROOM, new Allowance(200, 2_000)))
                .containsEntry(
                        LimitClass.JOIN,
                        Map.of(
                                LimitKey.USER, new Allowance(2, 40),
                                LimitKey.ROOM, new Allowance(20, 400)))
                .containsEntry(LimitClass.SYNC, Map.of(LimitKey.USER, new Allowance(50, 500)))
                .containsEntry(
                        LimitClass.UPLOAD,
                        Map.of(
                                LimitKey.IP, new Allowance(50, 500),
                                LimitKey.USER, new Allowance(5, 50)))
                .containsEntry(
                        LimitClass.DOWNLOAD,
                        Map.of(
                                LimitKey.IP, new Allowance(200, 2_000),
                                LimitKey.USER, new Allowance(100, 1_000)))
                .containsEntry(LimitClass.SEARCH, Map.of(LimitKey.USER, new Allowance(2, 20)))
                .containsEntry(LimitClass.REPORT, Map.of(LimitKey.USER, new Allowance(0.1, 10)))
                .containsEntry(LimitClass.ADMIN, Map.of(LimitKey.USER, new Allowance(50, 500)))
                .containsEntry(LimitClass.GENERAL, Map.of(LimitKey.USER, new Allowance(50, 500)))
                .containsEntry(LimitClass.OPEN, Map.of(LimitKey.IP, new Allowance(50, 500)))
                .containsEntry(
                        LimitClass.UNSEEN_TOKEN, Map.of(LimitKey.IP, new Allowance(100, 1_000)))
                .hasSize(LimitClass.values().length);
    }

    @Test
    void aSettingReplacesOneLimit() {
        var table =
                bind(Map.of(
                                "ganglion.gateway.limits.unseen-token.ip.per-second", "7",
                                "ganglion.gateway.limits.unseen-token.ip.burst", "9"))
                        .table();

        assertThat(table)
                .containsEntry(LimitClass.UNSEEN_TOKEN, Map.of(LimitKey.IP, new Allowance(7, 9)));
    }

    @Test
    void theSwitchIsOnUnlessItIsOff() {
        assertThat(bind(Map.of()).rateLimits()).isTrue();
        assertThat(bind(Map.of("ganglion.rate-limits", "on")).rateLimits()).isTrue();
        assertThat(bind(Map.of("ganglion.rate-limits", "off")).rateLimits()).isFalse();
    }

    private static LimitSettings bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("ganglion", LimitSettings.class);
    }
}
