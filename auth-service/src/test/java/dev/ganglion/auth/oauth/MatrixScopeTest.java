package dev.ganglion.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixScopeTest {
    private static final String API = "urn:matrix:client:api:*";
    private static final String DEVICE = "urn:matrix:client:device:";
    private static final String OLD = "urn:matrix:org.matrix.msc2967.client:";

    @ParameterizedTest
    @CsvSource({
        API + " " + DEVICE + "ABC, ABC, " + API + " " + DEVICE + "ABC",
        DEVICE + "a.b_c~d-1 openid " + API + ", a.b_c~d-1, " + API + " " + DEVICE + "a.b_c~d-1",
        OLD + "api:* " + OLD + "device:X, X, " + OLD + "api:* " + OLD + "device:X",
        API
                + " "
                + DEVICE
                + "X "
                + OLD
                + "api:* "
                + OLD
                + "device:X, X, "
                + API
                + " "
                + OLD
                + "api:* "
                + DEVICE
                + "X "
                + OLD
                + "device:X",
    })
    void theApiAndOneDeviceAreGrantedInTheClientsSpelling(
            String asked, String device, String granted) {
        MatrixScope scope = MatrixScope.parse(asked).orElseThrow();

        assertThat(scope.deviceId()).hasToString(device);
        assertThat(scope.text()).isEqualTo(granted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "openid",
                API,
                DEVICE + "ABC",
                API + " " + DEVICE,
                API + " " + DEVICE + "A " + DEVICE + "B",
                API + " " + DEVICE + "A " + OLD + "device:B",
                API + " " + DEVICE + "a%20b",
                API + " " + DEVICE + "ä",
                API + " " + DEVICE + "a\"b",
                "urn:matrix:client:api " + DEVICE + "A",
            })
    void nothingElseIsGranted(String asked) {
        assertThat(MatrixScope.parse(asked)).isEmpty();
        assertThat(MatrixScope.parse(API + " " + DEVICE + "x".repeat(256))).isEmpty();
    }
}
