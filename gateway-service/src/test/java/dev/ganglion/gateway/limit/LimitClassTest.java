package dev.ganglion.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

class LimitClassTest {
    private static final String DEFAULTS =
            """
            REGISTRATION, IP 0.5 20
            LOGIN, IP 2 40
            ACCOUNT, IP 5 100; USER 1 20
            SEND, USER 20 200; DEVICE 20 200; ROOM 200 2000
            DELAYED, IP 100 1000; USER 20 200
            PROVIDER, IP 200 5000
            JOIN, USER 2 40; ROOM 20 400
            SYNC, USER 50 500
            UPLOAD, IP 50 500; USER 5 50
            DOWNLOAD, IP 200 2000; USER 100 1000
            SEARCH, USER 2 20
            REPORT, USER 0.1 10
            ADMIN, USER 50 500
            GENERAL, USER 50 500
            OPEN, IP 50 500
            UNSEEN_TOKEN, IP 100 1000
            """;

    @ParameterizedTest
    @CsvSource(textBlock = DEFAULTS)
    void theNamesAndDefaultsAreThese(LimitClass limit, String allowances) {
        assertThat(bind(Map.of()).table().get(limit)).isEqualTo(parse(allowances));
    }

    @Test
    void everyLimitHasARow() {
        assertThat(DEFAULTS.lines().map(row -> row.substring(0, row.indexOf(','))))
                .containsExactlyElementsOf(
                        Arrays.stream(LimitClass.values()).map(LimitClass::name).toList());
    }

    @Test
    void whatManyShareIsAskedLast() {
        assertThat(bind(Map.of()).table().get(LimitClass.SEND))
                .containsOnlyKeys(LimitKey.USER, LimitKey.DEVICE, LimitKey.ROOM)
                .extractingFromEntries(Map.Entry::getKey)
                .endsWith(LimitKey.ROOM);
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

    private static Map<LimitKey, Allowance> parse(String allowances) {
        return Arrays.stream(allowances.split("; "))
                .map(allowance -> allowance.split(" "))
                .collect(
                        Collectors.toMap(
                                parts -> LimitKey.valueOf(parts[0]),
                                parts ->
                                        new Allowance(
                                                Double.parseDouble(parts[1]),
                                                Integer.parseInt(parts[2]))));
    }

    private static LimitSettings bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("ganglion", LimitSettings.class);
    }
}
